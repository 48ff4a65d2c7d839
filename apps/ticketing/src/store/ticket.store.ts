import { enumNumber } from '@anju/contracts';
import { PromiseKindSchema, PromiseSettledSchema, PromiseStateSchema } from '@anju/contracts/ticketing';
import { DomainError, newId } from '@anju/kernel';
import { checkEtag } from '@anju/tenancy';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import { defaultPolicy } from '../domain/policy.js';
import type { Rules } from '../domain/promises.js';
import type { Promised, Ticket } from '../domain/ticket.js';
import type { Work } from './database.js';
import { DirectoryProjection } from './directory.projection.js';
import { loadTickets, saveTicket } from './ticket-rows.js';

/** What every event of a case is about. */
export const about = (ticket: Ticket, note?: string) => ({
  subject: ticket.id,
  estateId: ticket.estateId,
  personId: ticket.requesterId,
  note,
});

@Injectable()
export class TicketStore {
  constructor(private readonly directory: DirectoryProjection) {}

  /** Policy and calendar by which a case of the estate is judged. */
  async rules(work: Work, estateId: string): Promise<Rules> {
    const { calendar } = await this.directory.estate(work, estateId);
    return { policy: defaultPolicy, calendar, newId };
  }

  async get(work: Work, id: string): Promise<Ticket> {
    const [ticket] = await loadTickets(work, [id]);
    if (!ticket) throw new DomainError('not_found', 'not_found');
    return ticket;
  }

  /** The next number of the estate's year; the counter's row is locked until the case is in. */
  async nextNumber(
    work: Work,
    estate: { readonly id: string; readonly code: string; readonly zone: string },
  ): Promise<string> {
    const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: estate.zone }).format(work.now);
    const [row] = await work.tx.$queryRaw<{ last: number }[]>`
      INSERT INTO ticket_counter (tenant_id, estate_id, year, last) VALUES (anju_tenant(), ${estate.id}::uuid, ${Number(year)}, 1)
      ON CONFLICT (tenant_id, estate_id, year) DO UPDATE SET last = ticket_counter.last + 1 RETURNING last`;
    return `${estate.code}-${year}-${String(row?.last ?? 0).padStart(6, '0')}`;
  }

  async add(work: Work, ticket: Ticket): Promise<void> {
    await saveTicket(work, undefined, ticket);
  }

  /** Locks, loads, decides, saves, and tells which promises were settled by it. */
  async change(
    work: Work,
    id: string,
    etag: string,
    decide: (ticket: Ticket, rules: Rules) => Ticket,
  ): Promise<Ticket> {
    await work.tx
      .$queryRaw`SELECT 1 FROM ticket WHERE tenant_id = anju_tenant() AND id = ${id}::uuid FOR UPDATE`;
    const before = await this.get(work, id);
    checkEtag(etag, String(before.version));
    const decided = decide(before, await this.rules(work, before.estateId));
    if (decided === before) return before;
    const after = { ...decided, version: before.version + 1, updatedAt: work.now };
    await saveTicket(work, before, after);
    this.#tellSettled(work, before, after);
    return after;
  }

  /** The case a commitment or a notice belongs to. */
  async ticketOf(work: Work, part: 'commitment' | 'requester_notice', id: string): Promise<string> {
    const rows =
      part === 'commitment'
        ? await work.tx.$queryRaw<{ ticket_id: string }[]>`
            SELECT ticket_id::text FROM commitment WHERE tenant_id = anju_tenant() AND id = ${id}::uuid`
        : await work.tx.$queryRaw<{ ticket_id: string }[]>`
            SELECT ticket_id::text FROM requester_notice WHERE tenant_id = anju_tenant() AND id = ${id}::uuid`;
    if (!rows[0]) throw new DomainError('not_found', 'not_found');
    return rows[0].ticket_id;
  }

  #tellSettled(work: Work, before: Ticket, after: Ticket): void {
    const open = new Set(before.promises.filter(({ state }) => state === 'open').map(({ id }) => id));
    for (const promise of after.promises.filter(({ id, state }) => open.has(id) && state !== 'open')) {
      const staffId = after.assigneeId ?? before.assigneeId ?? work.actor.subjectId;
      work.tell(
        PromiseSettledSchema,
        { ...settled(promise), ticketId: after.id, estateId: after.estateId, staffId },
        about(after),
      );
    }
  }
}

const settled = (promise: Promised) => ({
  promiseId: promise.id,
  kind: enumNumber(PromiseKindSchema, promise.kind),
  state: enumNumber(PromiseStateSchema, promise.state),
  dueTime: timestampFromDate(promise.dueAt),
  ...(promise.doneAt ? { doneTime: timestampFromDate(promise.doneAt) } : {}),
  policyVersion: promise.policyVersion,
});
