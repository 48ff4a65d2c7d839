import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { conditions, type Cursor, oneCondition, type TicketFilter } from './ticket-filter.js';

const columns = {
  next_due: Prisma.raw('next_due_at'),
  visit_due: Prisma.raw('visit_due_at'),
} as const;

/** Keys of the cases whose clock of that kind runs, nearest first; each clock has an index of its own in this order. */
export async function queuedTickets(
  work: Work,
  clock: keyof typeof columns,
  page: { readonly filter: TicketFilter; readonly after: Cursor; readonly limit: number },
): Promise<Cursor[]> {
  const { filter, after, limit } = page;
  const due = columns[clock];
  return work.tx.$queryRaw<Cursor[]>`
    SELECT id::text, ${due}::text AS at FROM ticket
    WHERE tenant_id = anju_tenant() AND ${due} IS NOT NULL
      AND (${due}, id) > (${after.at}::timestamptz, ${after.id}::uuid)
      AND ${oneCondition(filter, conditions(work, filter))}
    ORDER BY ${due}, ticket.id LIMIT ${limit}`;
}
