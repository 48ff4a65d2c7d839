import { DomainError } from '@anju/kernel';
import { type Judging, release } from './promises.js';
import {
  type ClosedBy,
  hasEnded,
  isActive,
  isOpenCommitment,
  move,
  refuseState,
  states,
  type Ticket,
  type TicketState,
} from './ticket.js';
import { forgetVisit, isSampled, wasReached, wasVisited } from './visits.js';

export interface OpenItem {
  readonly kind: 'commitment' | 'approval' | 'notice' | 'visit' | 'child';
  readonly id: string;
}

const needsVisit = (ticket: Ticket, rules: Judging): boolean =>
  isSampled(ticket, rules) && !wasVisited(ticket, rules);

/** Everything that keeps the case from closing; the refusal lists it. */
export function openItems(ticket: Ticket, rules: Judging): OpenItem[] {
  const item = (kind: OpenItem['kind']) => (one: { readonly id: string }) => ({ kind, id: one.id });
  return [
    ...ticket.commitments.filter(isOpenCommitment).map(item('commitment')),
    ...ticket.approvals.filter(({ state }) => state === 'open').map(item('approval')),
    ...ticket.notices.filter(({ deliveredAt, failedAt }) => !deliveredAt && !failedAt).map(item('notice')),
    ...ticket.children.filter((child) => !hasEnded(child)).map(item('child')),
    ...(needsVisit(ticket, rules) ? [{ kind: 'visit' as const, id: '' }] : []),
  ];
}

/** Without a visit to make, a solved case may be closed as it is; with one, the visit comes first. */
export const closable = (ticket: Ticket, rules: Judging): boolean =>
  states.can(ticket.state, 'closed') && openItems(ticket, rules).length === 0;

function ending(ticket: Ticket, closedBy: ClosedBy, at: Date): Ticket {
  return release({ ...forgetVisit(move(ticket, 'closed', at)), closedAt: at, closedBy }, at);
}

/** Nothing open, nothing hidden: only then does a case close. */
export function close(ticket: Ticket, rules: Judging, at: Date): Ticket {
  states.require(ticket.state, 'closed', 'ticketing.state');
  const open = openItems(ticket, rules);
  if (open.length > 0) {
    const list = open.map(({ kind, id }) => (id ? `${kind} ${id}` : kind)).join(', ');
    throw new DomainError('ticketing.cannot_close', 'conflict', { open: list });
  }
  return ending(ticket, 'staff', at);
}

/** From when on the case would close by itself; undefined while something is open that time alone does not settle. */
export const closesAt = (ticket: Ticket, rules: Judging): Date | undefined =>
  closable(ticket, rules) ? ticket.closeDueAt : undefined;

/** The end that was foreseen, once its time has come and nothing is open; how it came about is recorded. */
export function closeByItself(ticket: Ticket, rules: Judging, now: Date): Ticket {
  const at = closesAt(ticket, rules);
  return at && at <= now ? ending(ticket, ticket.closeReason ?? 'no_answer', now) : ticket;
}

const actions: Readonly<Record<string, readonly TicketState[]>> = {
  verify: ['new', 'verifying'],
  assign: ['new', 'verifying', 'in_progress', 'pending'],
  requestCommitment: ['verifying', 'in_progress', 'pending', 'awaiting_approval'],
  requestApproval: ['in_progress'],
  notifyRequester: ['new', 'verifying', 'in_progress', 'pending', 'awaiting_approval'],
  wait: ['in_progress'],
  resume: ['pending'],
  resolve: ['new', 'verifying', 'in_progress', 'pending'],
  recordVisit: ['resolved', 'following_up'],
  acceptSolution: ['resolved', 'following_up'],
  rejectSolution: ['resolved', 'following_up'],
  reopen: ['resolved', 'following_up', 'closed'],
  cancel: ['new', 'verifying', 'in_progress', 'pending', 'awaiting_approval'],
  merge: ['new', 'verifying', 'in_progress', 'pending'],
  split: ['new', 'verifying', 'in_progress', 'pending', 'awaiting_approval'],
};

/** What may be done next, by the name of the custom verb; the console's buttons are these and no others. */
export function allowedActions(ticket: Ticket, rules: Judging, now: Date): string[] {
  const names = Object.keys(actions).filter((name) => actions[name]?.includes(ticket.state));
  const possible = names.filter((name) => {
    if (name === 'notifyRequester') return ticket.requesterId !== undefined;
    if (name === 'recordVisit') return ticket.requesterId !== undefined && !wasReached(ticket);
    if (name === 'reopen') return canReopen(ticket, rules, now);
    return true;
  });
  const more = [
    ...(closable(ticket, rules) ? ['close'] : []),
    ...(ticket.escalations.some((one) => !one.acknowledgedAt) ? ['acknowledge'] : []),
  ];
  return [...possible, ...more];
}

const dayLength = 86_400_000;

/** A closed case can be revived for some days; after that the trouble is a new case, with clocks of its own. */
function canReopen(ticket: Ticket, { policy }: Judging, now: Date): boolean {
  if (isActive(ticket) || !actions['reopen']?.includes(ticket.state)) return false;
  return !ticket.closedAt || now.getTime() - ticket.closedAt.getTime() <= policy.reopenDays * dayLength;
}

export function requireReopenable(ticket: Ticket, rules: Judging, at: Date): void {
  if (!canReopen(ticket, rules, at)) refuseState(ticket);
}
