import { Injectable } from '@nestjs/common';
import type { PromiseKind } from '../domain/policy.js';
import type { Promised } from '../domain/ticket.js';
import type { Work } from './database.js';
import { Prisma } from '../generated/prisma/client.js';
import { type Cursor, named, type TicketFilter } from './ticket-filter.js';
import { findTickets } from './ticket-search.js';

/** A case as it stands in one row of a sheet. */
export interface ExportedCase {
  readonly number: string;
  readonly external_number: string | null;
  readonly kind: string;
  readonly category: string;
  readonly state: string;
  readonly code: string | null;
  readonly zone: string | null;
  readonly unit: string | null;
  readonly subject: string;
  readonly description: string;
  readonly place: string;
  readonly channel: string;
  readonly urgency: string;
  readonly impact: string;
  readonly priority: string;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
  readonly closed_at: Date | null;
  readonly reopen_count: number;
  readonly satisfaction: number | null;
  readonly solution: string;
  /** The last of each kind: due, done, state; times as PostgreSQL's JSON has them. */
  readonly promises: Partial<Record<PromiseKind, readonly [string, string | null, Promised['state']]>> | null;
}

const slice = 2_000;
/** Further than this nobody counts. */
const mostCounted = 1_000_000;
const newest: Cursor = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Cases as rows of a sheet, by the list's own filters. */
@Injectable()
export class ExportStore {
  /** Whether no other export of the company is being made; each holds a connection for some seconds. */
  async isAlone(work: Work): Promise<boolean> {
    const [row] = await work.tx.$queryRaw<{ alone: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended('ticket export ' || anju_tenant(), 0)) AS alone`;
    return row?.alone ?? false;
  }

  /** Ids of the first cases and how many there are in all. */
  async find(work: Work, filter: TicketFilter, most: number): Promise<{ ids: string[]; count: number }> {
    const keys = await findTickets(work, { filter, before: newest, limit: most + 1 });
    let [count, page] = [keys.length, keys];
    while (page.length > most && count < mostCounted) {
      page = await findTickets(work, { filter, before: page.at(-1) ?? newest, limit: most + 1 });
      count += page.length;
    }
    return { ids: keys.map(({ id }) => id), count };
  }

  /** The cases in slices, newest first. */
  async *cases(work: Work, ids: readonly string[]): AsyncGenerator<readonly ExportedCase[]> {
    for (let at = 0; at < ids.length; at += slice) yield this.#slice(work, ids.slice(at, at + slice));
  }

  #slice(work: Work, ids: readonly string[]): PromiseLike<ExportedCase[]> {
    const known = named(work) ?? Prisma.sql`true`;
    return work.tx.$queryRaw<ExportedCase[]>`
      SELECT t.number, t.external_number, t.kind, t.category, t.state, e.code, e.zone, CASE WHEN t.named THEN u.label END AS unit, t.subject,
        t.description, t.place, t.channel, t.urgency, t.impact, t.priority, t.created_at, t.resolved_at, t.closed_at,
        t.reopen_count, t.solution, coalesce(v.satisfaction, t.external_satisfaction) AS satisfaction, p.promises
      FROM (SELECT *, ${known} AS named FROM ticket WHERE tenant_id = anju_tenant() AND id = ANY (${[...ids]}::uuid[])) t
      LEFT JOIN estate e ON e.tenant_id = t.tenant_id AND e.estate_id = t.estate_id
      LEFT JOIN unit u ON u.tenant_id = t.tenant_id AND u.unit_id = t.unit_id
      LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(kind, jsonb_build_array(due_at, done_at, state) ORDER BY id) AS promises
        FROM promise WHERE tenant_id = t.tenant_id AND ticket_id = t.id) p ON true
      LEFT JOIN LATERAL (
        SELECT satisfaction FROM visit WHERE tenant_id = t.tenant_id AND ticket_id = t.id AND reached
        ORDER BY at DESC, id DESC LIMIT 1) v ON true
      ORDER BY t.created_at DESC, t.id DESC`;
  }
}
