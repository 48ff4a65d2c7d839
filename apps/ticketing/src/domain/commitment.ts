import { DomainError, transitions } from '@anju/kernel';
import { acknowledge } from './ladder.js';
import { type Times, timesOf } from './policy.js';
import type { Rules } from './promises.js';
import { type Commitment, isActive, isOpenCommitment, refuseState, type Ticket } from './ticket.js';
import { catchUp } from './waiting.js';

// Article 7(3): a department answers for itself; what it fulfilled may be sent back, and is then asked for anew.
const states = transitions<Commitment['state']>({
  requested: ['accepted', 'declined', 'fulfilled', 'withdrawn'],
  accepted: ['fulfilled', 'declined', 'withdrawn'],
  fulfilled: ['returned'],
  declined: [],
  returned: [],
  withdrawn: [],
});

interface Asking {
  readonly department: string;
  readonly request: string;
  readonly dueAt?: Date | undefined;
}

/** A promise that lies further ahead is none. */
const furthest = 366 * 86_400_000;

/** A time somebody chose is warned of like one of the policy's. */
function ownTime(dueAt: Date, { policy }: Rules, at: Date): Times {
  if (dueAt <= at)
    throw new DomainError('ticketing.due_time_past', 'invalid', {}, [{ field: 'dueTime', rule: 'future' }]);
  if (dueAt.getTime() - at.getTime() > furthest)
    throw new DomainError('ticketing.due_time_far', 'invalid', {}, [
      { field: 'dueTime', rule: 'within_a_year' },
    ]);
  const share = policy.warnPercent / 100;
  return { dueAt, warnAt: new Date(at.getTime() + (dueAt.getTime() - at.getTime()) * share) };
}

/** Article 7(3): a department is asked to commit itself, by a time of its own; several may work side by side. */
export function requestCommitment(ticket: Ticket, asking: Asking, rules: Rules, at: Date): Ticket {
  if (!isActive(ticket) || ticket.state === 'new') return refuseState(ticket);
  const open = ticket.commitments.some(
    (one) => one.department === asking.department && isOpenCommitment(one),
  );
  if (open) throw new DomainError('ticketing.commitment_open', 'conflict');
  const { department, request, dueAt } = asking;
  const byPolicy = () =>
    timesOf(rules.policy, rules.calendar, 'commitment', { ...ticket, from: at, department });
  const times = dueAt ? ownTime(dueAt, rules, at) : byPolicy();
  const asked = { id: rules.newId(), department, request, state: 'requested', requestedAt: at } as const;
  const commitment: Commitment = { ...asked, ...times, firstDueAt: times.dueAt, reason: '', result: '' };
  // What was waited until now is not this department's.
  const caughtUp = catchUp(ticket, rules, at);
  return { ...caughtUp, commitments: [...caughtUp.commitments, commitment] };
}

export type Answer =
  | { readonly state: 'accepted'; readonly dueAt?: Date | undefined; readonly reason: string }
  | { readonly state: 'declined'; readonly reason: string }
  | { readonly state: 'fulfilled'; readonly result: string };

function accepted(
  commitment: Commitment,
  { dueAt, reason }: { readonly dueAt?: Date | undefined; readonly reason: string },
  rules: Rules,
  at: Date,
): Partial<Commitment> {
  if (!dueAt) return { reason };
  const times = ownTime(dueAt, rules, at);
  if (dueAt > commitment.dueAt && reason.trim() === '')
    throw new DomainError('ticketing.reason_missing', 'invalid', {}, [{ field: 'reason', rule: 'required' }]);
  return { ...times, reason, warnedAt: undefined };
}

const words = (commitment: Commitment, answer: Answer, rules: Rules, at: Date): Partial<Commitment> => {
  switch (answer.state) {
    case 'accepted':
      return accepted(commitment, answer, rules, at);
    case 'declined':
      return { reason: answer.reason, endedAt: at };
    case 'fulfilled':
      return { result: answer.result, endedAt: at };
  }
};

const find = (ticket: Ticket, id: string): Commitment => {
  const commitment = ticket.commitments.find((one) => one.id === id);
  if (!commitment) throw new DomainError('not_found', 'not_found');
  return commitment;
};

const replace = (ticket: Ticket, before: Commitment, after: Commitment): Ticket => ({
  ...ticket,
  commitments: ticket.commitments.map((one) => (one === before ? after : one)),
});

/** The department's answer to its commitment, in the case it belongs to; whoever answers has taken note of it. */
export function answerCommitment(
  ticket: Ticket,
  id: string,
  answer: Answer,
  by: { readonly staffId: string; readonly rules: Rules; readonly at: Date },
): Ticket {
  const { staffId, rules, at } = by;
  const caughtUp = catchUp(ticket, rules, at);
  const commitment = find(caughtUp, id);
  states.require(commitment.state, answer.state, 'ticketing.state');
  const answered = { ...commitment, ...words(commitment, answer, rules, at), state: answer.state, staffId };
  return acknowledge(replace(caughtUp, commitment, answered), staffId, at, id);
}

/** The desk sends work back that is not good: that one is ended, and the department is asked anew on a clock of its own. */
export function returnCommitment(
  ticket: Ticket,
  id: string,
  by: { readonly reason: string; readonly dueAt?: Date | undefined },
  rules: Rules,
  at: Date,
): Ticket {
  const before = find(ticket, id);
  states.require(before.state, 'returned', 'ticketing.state');
  const returned = replace(ticket, before, { ...before, state: 'returned', reason: by.reason });
  const { department } = before;
  return requestCommitment(returned, { department, request: by.reason, dueAt: by.dueAt }, rules, at);
}
