import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { type Commitment, isOpenCommitment, type Ticket } from '../domain/ticket.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import type { TicketFilter } from './ticket-filter.js';
import { queuedTickets } from './ticket-queue.js';
import { loadTickets } from './ticket-rows.js';
import { findTickets } from './ticket-search.js';

export interface CommitmentFilter {
  readonly states: readonly string[];
  readonly ticketId: string;
  /** Whose commitments may be seen, and where: department `*` is every one, estates null are all. */
  readonly reach: readonly { readonly department: string; readonly estates: readonly string[] | null }[];
}

export interface ListedCommitment {
  readonly commitment: Commitment;
  readonly ticket: {
    readonly id: string;
    readonly number: string;
    readonly estateId: string;
    readonly version: number;
  };
}

export interface HappenedRow {
  readonly id: string;
  readonly type: string;
  readonly payload: Uint8Array;
  readonly actor_id: string | null;
  readonly note: string | null;
  readonly occurred_at: Date;
}

interface Key {
  id: string;
  at: string;
}

const nilId = '00000000-0000-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function pageOf(rows: readonly Key[], size: number, filter: unknown): { ids: string[]; next: string } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    ids: page.map((row) => row.id),
    next: rows.length > size && last ? encodePage([last.at, last.id], filter) : '',
  };
}

const isOpen = (state: string) => isOpenCommitment({ state: state as Commitment['state'] });

/** What was asked for and no more; that only open ones are wanted is said as their index says it. */
function asked({ states, ticketId }: CommitmentFilter): Prisma.Sql[] {
  const onlyOpen = states.length > 0 && states.every(isOpen);
  return [
    onlyOpen ? Prisma.sql`state IN ('requested', 'accepted')` : Prisma.sql`true`,
    ...(states.length > 0 ? [Prisma.sql`state = ANY (${[...states]}::text[])`] : []),
    ...(ticketId ? [Prisma.sql`ticket_id = ${ticketId}::uuid`] : []),
  ];
}

/** Lists and timelines: reads that go straight from the wire to the tables. */
@Injectable()
export class TicketQueries {
  /** Newest first, or nearest clock first; the cost of a page does not grow with the table. */
  async tickets(
    work: Work,
    filter: TicketFilter,
    size: number,
    token: string,
  ): Promise<{ tickets: Ticket[]; next: string }> {
    const { order } = filter;
    const begin = order === 'newest' ? ['infinity', lastId] : ['-infinity', nilId];
    const [at, id] = (decodePage(token, filter) ?? begin) as [string, string];
    const limit = pageSize(size);
    const page = { filter, limit: limit + 1 };
    const rows =
      order === 'newest'
        ? await findTickets(work, { ...page, before: { at, id } })
        : await queuedTickets(work, order, { ...page, after: { at, id } });
    const { ids, next } = pageOf(rows, limit, filter);
    return { tickets: await loadTickets(work, ids), next };
  }

  /** Nearest due first. */
  async commitments(work: Work, filter: CommitmentFilter, size: number, token: string) {
    const [at, id] = (decodePage(token, filter) ?? ['-infinity', nilId]) as [string, string];
    const limit = pageSize(size);
    const rows = await work.tx.$queryRaw<(Key & { ticket_id: string })[]>`
      SELECT id::text, due_at::text AS at, ticket_id::text FROM commitment
      WHERE tenant_id = anju_tenant() AND (due_at, id) > (${at}::timestamptz, ${id}::uuid)
        AND ${Prisma.join(asked(filter), ' AND ')}
        AND EXISTS (SELECT 1 FROM jsonb_array_elements(${JSON.stringify(filter.reach)}::jsonb) r
             WHERE r->>'department' IN ('*', department) AND (r->'estates' = 'null'::jsonb OR r->'estates' ? estate_id::text))
      ORDER BY due_at, commitment.id LIMIT ${limit + 1}`;
    const { ids, next } = pageOf(rows, limit, filter);
    const tickets = await loadTickets(work, [...new Set(rows.map((row) => row.ticket_id))]);
    const all = new Map(
      tickets.flatMap((ticket) =>
        ticket.commitments.map((commitment) => [commitment.id, { commitment, ticket }] as const),
      ),
    );
    return {
      commitments: ids.flatMap((one): ListedCommitment[] =>
        [all.get(one)].filter((found) => found !== undefined),
      ),
      next,
    };
  }

  /** What happened to a case, from the service's own events, oldest first. */
  async happened(work: Work, ticketId: string): Promise<HappenedRow[]> {
    return work.tx.$queryRaw<HappenedRow[]>`
      SELECT id::text, type, payload, actor_id::text, note, occurred_at FROM event
      WHERE tenant_id = anju_tenant() AND aggregateid = ${ticketId}::uuid ORDER BY position LIMIT 1000`;
  }
}
