import type { BusinessCalendar } from '@anju/kernel';
import { dueAt, type Policy, type PromiseKind } from './policy.js';
import type { Promised, Ticket, TicketKind, Urgency } from './ticket.js';

/** By what a case is judged: the policy, the estate's calendar, and where new ids come from. */
export interface Rules {
  readonly policy: Policy;
  readonly calendar: BusinessCalendar;
  readonly newId: () => string;
}

type Judged = { readonly kind: TicketKind; readonly urgency: Urgency };

/** Article 7(1): deadlines to be told, computed once and stored. */
export function promise(rules: Rules, of: Judged, kinds: readonly PromiseKind[], from: Date): Promised[] {
  return kinds.map((kind) => ({
    id: rules.newId(),
    kind,
    dueAt: dueAt(rules.policy, rules.calendar, kind, { ...of, from }),
    state: 'open',
    policyVersion: rules.policy.version,
  }));
}

/** What was promised is done: kept, or broken when it is late; the moment is kept either way. */
export function settle(ticket: Ticket, kinds: readonly PromiseKind[], at: Date): Ticket {
  const done = (one: Promised): Promised =>
    one.state === 'open' && kinds.includes(one.kind)
      ? { ...one, state: at <= one.dueAt ? 'kept' : 'broken', doneAt: at }
      : one;
  return { ...ticket, promises: ticket.promises.map(done) };
}

/** The case ends otherwise: nothing more is owed, but what is already late stays broken. */
export function release(ticket: Ticket, at: Date): Ticket {
  const free = (one: Promised): Promised =>
    one.state === 'open' ? { ...one, state: at <= one.dueAt ? 'released' : 'broken', doneAt: at } : one;
  return { ...ticket, promises: ticket.promises.map(free) };
}

/** Article 7(5): after each notice the next one is owed. */
export function promiseNextNotice(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const settled = settle(ticket, ['progress', 'first_response'], at);
  return { ...settled, promises: [...settled.promises, ...promise(rules, ticket, ['progress'], at)] };
}
