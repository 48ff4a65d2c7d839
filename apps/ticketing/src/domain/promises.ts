import type { BusinessCalendar } from '@anju/kernel';
import { type Judged, type Policy, type PromiseKind, timesOf } from './policy.js';
import type { Promised, Ticket } from './ticket.js';

/** By what a case is judged: the policy, the estate's calendar, and where new ids come from. */
export interface Rules {
  readonly policy: Policy;
  readonly calendar: BusinessCalendar;
  readonly newId: () => string;
}

/** What is enough to judge a case without reckoning a time. */
export type Judging = Pick<Rules, 'policy'>;

/** Article 7(1): deadlines to be told, computed once and stored. */
export function promise(rules: Rules, of: Judged, kinds: readonly PromiseKind[], from: Date): Promised[] {
  return kinds.map((kind) => {
    const times = timesOf(rules.policy, rules.calendar, kind, { ...of, from });
    const policyVersion = rules.policy.version;
    return { id: rules.newId(), kind, firstDueAt: times.dueAt, ...times, state: 'open', policyVersion };
  });
}

/** Still owed, in time or not. */
export const isOwed = ({ state, doneAt }: Promised): boolean =>
  state === 'open' || (state === 'broken' && doneAt === undefined);

/** Broken from now on; whoever has the case has broken it. */
export const broken = (one: Promised, { assigneeId }: Ticket): Promised => ({
  ...one,
  state: 'broken',
  brokenBy: assigneeId,
});

/** What was promised is done: kept, or broken when it is late; the moment is kept either way. */
export function settle(ticket: Ticket, kinds: readonly PromiseKind[], at: Date): Ticket {
  const done = (one: Promised): Promised => {
    if (!isOwed(one) || !kinds.includes(one.kind)) return one;
    if (one.state === 'broken') return { ...one, doneAt: at };
    return at <= one.dueAt ? { ...one, state: 'kept', doneAt: at } : { ...broken(one, ticket), doneAt: at };
  };
  return { ...ticket, promises: ticket.promises.map(done) };
}

/** The case ends otherwise: nothing more is owed, but what is already late stays broken. */
export function release(ticket: Ticket, at: Date): Ticket {
  const free = (one: Promised): Promised => {
    if (!isOwed(one)) return one;
    if (one.state === 'broken') return { ...one, doneAt: at };
    return at <= one.dueAt
      ? { ...one, state: 'released', doneAt: at }
      : { ...broken(one, ticket), doneAt: at };
  };
  return { ...ticket, promises: ticket.promises.map(free) };
}

/** Article 7(5): after each notice the next one is owed. */
export function promiseNextNotice(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const settled = settle(ticket, ['progress', 'first_response'], at);
  return { ...settled, promises: [...settled.promises, ...promise(rules, ticket, ['progress'], at)] };
}
