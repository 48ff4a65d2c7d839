import type { Work } from './database.js';
import type { Cursor, TicketFilter } from './ticket-filter.js';

interface Page {
  readonly filter: TicketFilter;
  readonly before: Cursor;
  readonly limit: number;
}

/** Keys of the cases that the filter lets through, newest first. */
export async function findTickets(work: Work, { filter, before, limit }: Page): Promise<Cursor[]> {
  const { estateId, assigneeId, unitId, requesterId, number } = filter;
  const [states, kinds] = [[...filter.states], [...filter.kinds]];
  return work.tx.$queryRaw<Cursor[]>`
    SELECT id::text, created_at::text AS at FROM ticket
    WHERE tenant_id = anju_tenant() AND (created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)
      AND (${estateId} = '' OR estate_id = nullif(${estateId}, '')::uuid)
      AND (cardinality(${states}::text[]) = 0 OR state = ANY (${states}::text[]))
      AND (cardinality(${kinds}::text[]) = 0 OR kind = ANY (${kinds}::text[]))
      AND (${assigneeId} = '' OR assignee_id = nullif(${assigneeId}, '')::uuid)
      AND (${unitId} = '' OR unit_id = nullif(${unitId}, '')::uuid)
      AND (${requesterId} = '' OR requester_id = nullif(${requesterId}, '')::uuid)
      AND (${number} = '' OR number = ${number})
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}
