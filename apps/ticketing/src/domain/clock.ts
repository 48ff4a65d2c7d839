import { closeByItself, closesAt } from './closing.js';
import { climb, nextRungs } from './ladder.js';
import { broken, isOwed, type Rules } from './promises.js';
import {
  type Commitment,
  hasEnded,
  isActive,
  isOpenCommitment,
  type Promised,
  type Ticket,
} from './ticket.js';
import { isPaused, resume } from './waiting.js';

const same = <T>(before: readonly T[], after: readonly T[]): readonly T[] =>
  after.every((one, at) => one === before[at]) ? before : after;

function judgePromise(one: Promised, ticket: Ticket, now: Date): Promised {
  if (one.state !== 'open') return one;
  if (now > one.dueAt) return broken(one, ticket);
  return one.warnedAt || now < one.warnAt ? one : { ...one, warnedAt: now };
}

function judgeCommitment(one: Commitment, now: Date): Commitment {
  if (!isOpenCommitment(one) || one.overdueAt) return one;
  if (now > one.dueAt) return { ...one, overdueAt: one.dueAt, overdueBy: one.staffId };
  return one.warnedAt || now < one.warnAt ? one : { ...one, warnedAt: now };
}

function judge(ticket: Ticket, now: Date): Ticket {
  const promises = same(
    ticket.promises,
    ticket.promises.map((one) => judgePromise(one, ticket, now)),
  );
  const commitments = same(
    ticket.commitments,
    ticket.commitments.map((one) => judgeCommitment(one, now)),
  );
  const unchanged = promises === ticket.promises && commitments === ticket.commitments;
  return unchanged ? ticket : { ...ticket, promises, commitments };
}

const announceVisit = (ticket: Ticket, now: Date): Ticket =>
  ticket.visitDueAt && !ticket.visitAnnouncedAt && ticket.visitDueAt <= now
    ? { ...ticket, visitAnnouncedAt: now }
    : ticket;

// When it was to be, however late it is noticed.
const goOn = (ticket: Ticket, rules: Rules, now: Date): Ticket =>
  ticket.waiting?.until && ticket.waiting.until <= now ? resume(ticket, rules, ticket.waiting.until) : ticket;

/**
 * Everything that time alone does to a case: waiting ends, warnings, broken promises and overdue departments, the
 * ladder, the visit that becomes due, closing by itself. The same case at the same moment stays as it is.
 * @param sees whether every related case can be seen: who sees only their own must not end one that others hang on
 */
export function tick(ticket: Ticket, rules: Rules, now: Date, sees: 'all' | 'own' = 'all'): Ticket {
  if (hasEnded(ticket)) return ticket;
  const awake = goOn(ticket, rules, now);
  const judged = isPaused(awake) ? awake : climb(judge(awake, now), rules, now);
  const announced = announceVisit(judged, now);
  return sees === 'all' ? closeByItself(announced, rules, now) : announced;
}

// A promise is kept at its very last moment, so it is broken one millisecond later.
const justAfter = (at: Date): Date => new Date(at.getTime() + 1);

/** When time alone will next change something; undefined when nothing is left to wait for. */
export function nextWake(ticket: Ticket, rules: Rules): Date | undefined {
  if (hasEnded(ticket)) return undefined;
  const running = isPaused(ticket)
    ? []
    : [
        ...ticket.promises.filter(({ state }) => state === 'open'),
        ...ticket.commitments.filter((one) => isOpenCommitment(one) && !one.overdueAt),
      ];
  const times = [
    ticket.waiting?.until,
    ...running.map((one) => (one.warnedAt ? justAfter(one.dueAt) : one.warnAt)),
    ...(isPaused(ticket) ? [] : nextRungs(ticket, rules).map((rung) => rung.at)),
    ticket.visitAnnouncedAt ? undefined : ticket.visitDueAt,
    closesAt(ticket, rules),
  ].filter((time) => time !== undefined);
  return times.length > 0 ? new Date(Math.min(...times.map((time) => time.getTime()))) : undefined;
}

/** The nearest deadline that is still to be kept: the order of the queue. */
export function nextDue(ticket: Ticket): Date | undefined {
  if (!isActive(ticket) || isPaused(ticket)) return undefined;
  const owed = ticket.promises.filter(isOwed).map(({ dueAt }) => dueAt.getTime());
  return owed.length > 0 ? new Date(Math.min(...owed)) : undefined;
}
