import { DomainError, movedByPause } from '@anju/kernel';
import { calendarOf } from './policy.js';
import { isOwed, type Rules } from './promises.js';
import { isOpenCommitment, move, type Ticket, type Waiting, type WaitReason } from './ticket.js';

/** While the requester is waited for, no clock of ours runs. */
export const isPaused = ({ waiting }: Ticket): boolean => waiting?.reason === 'owner';

/** Work stops until something comes from outside; the clocks stop only when it is the requester's turn. */
export function wait(
  ticket: Ticket,
  by: { readonly reason: WaitReason; readonly note: string; readonly until?: Date | undefined },
  at: Date,
): Ticket {
  if (by.reason === 'owner' && ticket.requesterId === undefined)
    throw new DomainError('ticketing.nobody_to_tell', 'conflict');
  if (by.until && by.until <= at)
    throw new DomainError('ticketing.due_time_past', 'invalid', {}, [{ field: 'until', rule: 'future' }]);
  const waiting: Waiting = { ...by, since: at, countedTo: at };
  return { ...move(ticket, 'pending', at), waiting };
}

type Timed = { readonly dueAt: Date; readonly warnAt: Date; readonly warnedAt?: Date | undefined };

/** Every time not yet missed moves by the working time that was spent waiting for the requester; so does every ladder. */
function moveTimes(ticket: Ticket, rules: Rules, from: Date, at: Date): Ticket {
  const calendar = calendarOf(rules.policy, rules.calendar, ticket);
  const later = (time: Date) => movedByPause(calendar, time, from, at);
  const moved = <T extends Timed>(one: T): T => ({
    ...one,
    dueAt: later(one.dueAt),
    warnAt: one.warnedAt ? one.warnAt : later(one.warnAt),
  });
  return {
    ...ticket,
    promises: ticket.promises.map((one) => {
      if (one.state === 'open') return moved(one);
      return isOwed(one) ? { ...one, ladderAt: later(one.ladderAt ?? one.dueAt) } : one;
    }),
    commitments: ticket.commitments.map((one) => {
      if (!isOpenCommitment(one)) return one;
      return one.overdueAt ? { ...one, ladderAt: later(one.ladderAt ?? one.overdueAt) } : moved(one);
    }),
  };
}

/** Times as they are when something happens while the requester is waited for. */
export function catchUp(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const { waiting } = ticket;
  if (waiting?.reason !== 'owner') return ticket;
  return { ...moveTimes(ticket, rules, waiting.countedTo, at), waiting: { ...waiting, countedTo: at } };
}

/** What was waited for came, or is waited for no longer. */
export function endWaiting(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const { waiting: _, ...rest } = catchUp(ticket, rules, at);
  return rest;
}

/** Work goes on. */
export const resume = (ticket: Ticket, rules: Rules, at: Date): Ticket =>
  endWaiting(move(ticket, 'in_progress', at), rules, at);

/** What the requester was waited for has come. */
export const requesterCame = (ticket: Ticket, rules: Rules, at: Date): Ticket =>
  isPaused(ticket) ? resume(ticket, rules, at) : ticket;
