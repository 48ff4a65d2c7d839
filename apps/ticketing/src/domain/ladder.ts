import { addWorkingTime } from '@anju/kernel';
import { calendarOf, type LadderStep } from './policy.js';
import { isOwed, type Rules } from './promises.js';
import { type Escalation, isOpenCommitment, type Ticket } from './ticket.js';

/** A time that was missed and is still owed: somebody's attention has to be brought to it. */
interface Missed {
  readonly itemId: string;
  readonly since: Date;
  /** The department whose time it was; empty for the desk's own. */
  readonly department: string;
}

function missed({ promises, commitments }: Ticket): Missed[] {
  return [
    ...promises
      .filter((one) => one.state === 'broken' && isOwed(one))
      .map(({ id, dueAt, ladderAt }) => ({ itemId: id, since: ladderAt ?? dueAt, department: '' })),
    ...commitments.flatMap((one) =>
      one.overdueAt && isOpenCommitment(one)
        ? [{ itemId: one.id, since: one.ladderAt ?? one.overdueAt, department: one.department }]
        : [],
    ),
  ];
}

interface Rung extends Pick<Escalation, 'itemId' | 'level' | 'post'> {
  readonly at: Date;
}

const rungAt = (ticket: Ticket, { policy, calendar }: Rules, since: Date, step: LadderStep): Date =>
  addWorkingTime(calendarOf(policy, calendar, ticket), since, step.afterMinutes);

/** The next rung of every missed time that nobody has taken note of yet. */
export function nextRungs(ticket: Ticket, rules: Rules): Rung[] {
  return missed(ticket).flatMap(({ itemId, since, department }) => {
    const climbed = ticket.escalations.filter((one) => one.itemId === itemId);
    const step = rules.policy.ladder[climbed.length];
    if (!step || climbed.some((one) => one.acknowledgedAt)) return [];
    const post = climbed.length === 0 && department ? department : step.post;
    return [{ itemId, post, level: climbed.length + 1, at: rungAt(ticket, rules, since, step) }];
  });
}

/** Climbs every rung that is due; what was slept through is made up for in order. */
export function climb(ticket: Ticket, rules: Rules, now: Date): Ticket {
  const due = nextRungs(ticket, rules).filter((rung) => rung.at <= now);
  if (due.length === 0) return ticket;
  const escalations = due.map(({ at: _, ...rung }) => ({ ...rung, id: rules.newId(), at: now }));
  return climb({ ...ticket, escalations: [...ticket.escalations, ...escalations] }, rules, now);
}

/**
 * Somebody takes note: the ladder of what was missed goes no further.
 * @param itemId the promise or commitment; everything missed so far when left out
 */
export function acknowledge(ticket: Ticket, staffId: string, at: Date, itemId?: string): Ticket {
  const meant = (one: Escalation) => !one.acknowledgedAt && (itemId === undefined || one.itemId === itemId);
  if (!ticket.escalations.some(meant)) return ticket;
  const noted = (one: Escalation) =>
    meant(one) ? { ...one, acknowledgedAt: at, acknowledgedBy: staffId } : one;
  return { ...ticket, escalations: ticket.escalations.map(noted) };
}
