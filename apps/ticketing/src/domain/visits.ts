import { addWorkingTime, DomainError } from '@anju/kernel';
import type { Judging, Rules } from './promises.js';
import { move, refuseState, type Ticket, type Visit } from './ticket.js';

const invalid = (reason: string, field: string) =>
  new DomainError(`ticketing.${reason}`, 'invalid', {}, [{ field, rule: 'required' }]);

/** A number from 0 to 99 that a case keeps, so that nobody chooses which cases are visited. */
function lot(id: string): number {
  let sum = 0;
  for (const digit of id.replaceAll('-', '')) sum = (sum * 31 + Number.parseInt(digit, 16)) % 10_007;
  return sum % 100;
}

/** Article 7(6): whoever asked is asked back, as many of them as the policy samples; nobody known, nobody to ask. */
export const isSampled = ({ id, kind, requesterId }: Ticket, { policy }: Judging): boolean =>
  requesterId !== undefined && lot(id) < policy.visit.samplePercent[kind];

const after = ({ calendar }: Rules, at: Date, minutes: number): Date => addWorkingTime(calendar, at, minutes);

const nothingDue = {
  visitDueAt: undefined,
  visitAnnouncedAt: undefined,
  closeDueAt: undefined,
  closeReason: undefined,
} as const;

/** A solution was recorded: the visit becomes due, or the requester is given time to object. */
export function planVisit(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const { delayMinutes, objectionMinutes } = rules.policy.visit;
  if (isSampled(ticket, rules))
    return { ...ticket, ...nothingDue, visitDueAt: after(rules, at, delayMinutes) };
  if (ticket.requesterId === undefined) return { ...ticket, ...nothingDue };
  const closeDueAt = after(rules, at, objectionMinutes);
  return { ...ticket, ...nothingDue, closeDueAt, closeReason: 'not_sampled' };
}

export const forgetVisit = (ticket: Ticket): Ticket => ({ ...ticket, ...nothingDue });

/** Attempts since the last solution. */
const attemptsOf = ({ visits, resolvedAt }: Ticket): readonly Visit[] =>
  resolvedAt ? visits.filter((visit) => visit.at >= resolvedAt) : [];

/** The requester said what they think of the last solution. */
export const wasReached = (ticket: Ticket): boolean => attemptsOf(ticket).some(({ reached }) => reached);

/** Visited since the last solution: reached once, or tried as often as the policy asks. */
export function wasVisited(ticket: Ticket, { policy }: Judging): boolean {
  return wasReached(ticket) || attemptsOf(ticket).length >= policy.visit.attempts;
}

/** What comes after an attempt: another one, or the end of the case as soon as nothing is open. */
function planNext(ticket: Ticket, rules: Rules, visit: Visit): Ticket {
  const { retryMinutes, objectionMinutes } = rules.policy.visit;
  if (!wasVisited(ticket, rules))
    return { ...ticket, ...nothingDue, visitDueAt: after(rules, visit.at, retryMinutes) };
  const closeDueAt = after(rules, visit.at, objectionMinutes);
  return { ...ticket, ...nothingDue, closeDueAt, closeReason: visit.reached ? 'visited' : 'no_answer' };
}

export type Attempt = Omit<Visit, 'id' | 'staffId'> & { readonly staffId: string };

/** An attempt of the visit, never by the resolver. Whether it was solved is for the caller to act on. */
export function recordVisit(ticket: Ticket, attempt: Attempt, rules: Rules): Ticket {
  if (attempt.staffId === ticket.resolverId)
    throw new DomainError('ticketing.visit_by_resolver', 'forbidden');
  // What the requester said stands; who did not like it cannot be asked again until they like it.
  if (wasReached(ticket)) throw new DomainError('ticketing.visit_made', 'conflict');
  if (attempt.reached && attempt.satisfaction === 0) throw invalid('satisfaction_missing', 'satisfaction');
  if (attempt.reached && attempt.satisfaction <= 2 && attempt.comment.trim() === '')
    throw invalid('comment_missing', 'comment');
  const kept = attempt.reached ? attempt : { ...attempt, satisfaction: 0, solved: false };
  return addVisit(ticket, { ...kept, id: rules.newId() }, rules);
}

/** The requester says unasked that it is solved; that is worth as much as a visit. */
export function acceptSolution(
  ticket: Ticket,
  said: { readonly satisfaction: number; readonly comment: string },
  rules: Rules,
  at: Date,
): Ticket {
  if (said.satisfaction > 0 && said.satisfaction <= 2 && said.comment.trim() === '')
    throw invalid('comment_missing', 'comment');
  const visit: Visit = { id: rules.newId(), method: 'self', reached: true, solved: true, ...said, at };
  return { ...addVisit(ticket, visit, rules), closeDueAt: at, closeReason: 'requester' };
}

function addVisit(ticket: Ticket, visit: Visit, rules: Rules): Ticket {
  if (ticket.state !== 'resolved' && ticket.state !== 'following_up') return refuseState(ticket);
  const following = ticket.state === 'following_up' ? ticket : move(ticket, 'following_up', visit.at);
  return planNext({ ...following, visits: [...following.visits, visit] }, rules, visit);
}
