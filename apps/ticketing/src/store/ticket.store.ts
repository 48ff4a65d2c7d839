import { DomainError, newId, workingMinutesBetween } from '@anju/kernel';
import { checkEtag } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { nextDue, nextWake, tick } from '../domain/clock.js';
import { defaultPolicy, type Policy } from '../domain/policy.js';
import type { Rules } from '../domain/promises.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from './database.js';
import { DirectoryProjection, type EstateFacts } from './directory.projection.js';
import { PolicyStore } from './policy.store.js';
import { type Kept, loadTickets, lockTickets, saveTicket, type Stay } from './ticket-rows.js';
import { tellClocks } from './tell-clocks.js';
import { tellRequester } from './tell-requester.js';
import { keepWake } from './wakes.js';

/** Steps of a history that is told with a moved clock follow each other within this time, in milliseconds. */
const telling = 60_000;

/** By what cases of an estate are judged, and the estate. */
export interface RulesThere extends Rules {
  readonly estate: EstateFacts;
}

type Decide = (ticket: Ticket, rules: Rules) => Ticket;

/** How long the case was in the state it left. */
function staysOf(before: Ticket, after: Ticket, { calendar }: Rules): Stay[] {
  const { state, stateSince: fromAt } = before;
  const toAt = after.stateSince;
  if (state === after.state) return [];
  return [
    { id: newId(), state, fromAt, toAt, workingMinutes: workingMinutesBetween(calendar, fromAt, toAt) },
  ];
}

@Injectable()
export class TicketStore {
  constructor(
    private readonly directory: DirectoryProjection,
    private readonly versions: PolicyStore,
  ) {}

  /** Policy and calendar by which a case of the estate is judged: the version in force, or the case's own. */
  async rules(
    work: Work,
    { estateId, policyVersion }: { estateId: string; policyVersion?: string },
  ): Promise<RulesThere> {
    const estate = await this.directory.estate(work, estateId);
    const version = policyVersion ?? estate.policyVersion;
    const policy = version ? await this.versions.version(work, version) : defaultPolicy;
    return { policy, calendar: estate.calendar, newId, estate };
  }

  /** The policies that judge these cases. */
  async policies(work: Work, tickets: readonly Ticket[]): Promise<(ticket: Ticket) => Policy> {
    const found = new Map<string, Policy>();
    for (const version of new Set(tickets.map(({ policyVersion }) => policyVersion)))
      found.set(version, await this.versions.version(work, version));
    return ({ policyVersion }) => found.get(policyVersion) ?? defaultPolicy;
  }

  async get(work: Work, id: string): Promise<Ticket> {
    const [ticket] = await loadTickets(work, [id]);
    if (!ticket) throw new DomainError('not_found', 'not_found');
    return ticket;
  }

  /** The next number of the estate's year; the counter's row is locked until the case is in. */
  async nextNumber(work: Work, estate: Pick<EstateFacts, 'id' | 'code' | 'zone'>): Promise<string> {
    const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: estate.zone }).format(work.now);
    const [row] = await work.tx.$queryRaw<{ last: number }[]>`
      INSERT INTO ticket_counter (tenant_id, estate_id, year, last) VALUES (anju_tenant(), ${estate.id}::uuid, ${Number(year)}, 1)
      ON CONFLICT (tenant_id, estate_id, year) DO UPDATE SET last = ticket_counter.last + 1 RETURNING last`;
    return `${estate.code}-${year}-${String(row?.last ?? 0).padStart(6, '0')}`;
  }

  async add(work: Work, ticket: Ticket, rules: Rules): Promise<void> {
    await saveTicket(work, undefined, ticket, this.#kept(work, [ticket], rules));
  }

  /**
   * Locks, loads, lets time do what it has to do, decides, saves, and tells what became of the clocks. Nobody can
   * forget a step, and no decision is made on clocks that lag behind.
   */
  async change(work: Work, id: string, etag: string, decide: Decide): Promise<Ticket> {
    const { after } = await this.#change(work, id, etag, decide);
    return after;
  }

  /** Lets time do its work on a case; where somebody was quicker, it is only noted when it is to be woken next. */
  async wake(work: Work, id: string): Promise<void> {
    const { before, after, rules } = await this.#change(work, id, '', (ticket) => ticket);
    if (after === before) await keepWake(work, id, nextWake(after, rules));
  }

  async #change(work: Work, id: string, etag: string, decide: Decide) {
    await lockTickets(work, [id]);
    const before = await this.get(work, id);
    checkEtag(etag, String(before.version));
    const rules = await this.rules(work, before);
    const sees = work.actor.kind === 'resident' ? 'own' : 'all';
    // What is heard from others tells of itself and not of the time; the case is woken for that.
    const pass = (ticket: Ticket) => (work.heardTime ? ticket : tick(ticket, rules, work.now, sees));
    const passed = pass(before);
    const decided = decide(passed, rules);
    const ticked = pass(decided);
    if (ticked === before) return { before, after: before, rules };
    const after = { ...ticked, version: before.version + 1, updatedAt: work.now };
    await saveTicket(work, before, after, this.#kept(work, [before, passed, decided, after], rules));
    tellClocks(work, before, after);
    tellRequester(work, before, after);
    return { before, after, rules };
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

  /** @param course the case as it was and as each step of this change left it */
  #kept(work: Work, course: readonly [Ticket, ...Ticket[]], rules: Rules): Kept {
    const after = course.at(-1) ?? course[0];
    const stays = course.slice(1).flatMap((now, place) => staysOf(course[place] ?? now, now, rules));
    const wakeAt = nextWake(after, rules);
    // A history that is being told has its own time: nobody wakes its cases between two of its steps.
    const earliest = work.moved ? Date.now() + telling : 0;
    return {
      stays,
      wakeAt: wakeAt && new Date(Math.max(wakeAt.getTime(), earliest)),
      nextDueAt: nextDue(after),
    };
  }
}
