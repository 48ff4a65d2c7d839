import type { Policy } from './policy.js';
import { isActive, type Ticket, type TicketState } from './ticket.js';

export interface OpenItem {
  readonly kind: 'commitment' | 'approval' | 'notice' | 'visit';
  readonly id: string;
}

/** Article 7(6): whoever asked is asked back; nobody known, nobody to ask. */
export const needsVisit = (ticket: Ticket): boolean => ticket.requesterId !== undefined;

/** Visited since the last solution: reached once, or tried as often as the policy asks. */
export function wasVisited(ticket: Ticket, policy: Policy): boolean {
  const since = ticket.resolvedAt;
  if (!since) return false;
  const visits = ticket.visits.filter((visit) => visit.at >= since);
  return visits.some((visit) => visit.reached) || visits.length >= policy.visitAttempts;
}

/** Everything that keeps the case from closing; the refusal lists it. */
export function openItems(ticket: Ticket, policy: Policy): OpenItem[] {
  const item = (kind: OpenItem['kind']) => (one: { readonly id: string }) => ({ kind, id: one.id });
  return [
    ...ticket.commitments
      .filter(({ state }) => state === 'requested' || state === 'accepted')
      .map(item('commitment')),
    ...ticket.approvals.filter(({ state }) => state === 'open').map(item('approval')),
    ...ticket.notices.filter(({ deliveredAt, failedAt }) => !deliveredAt && !failedAt).map(item('notice')),
    ...(needsVisit(ticket) && !wasVisited(ticket, policy) ? [{ kind: 'visit' as const, id: '' }] : []),
  ];
}

const actions: Readonly<Record<string, readonly TicketState[]>> = {
  verify: ['new', 'verifying'],
  assign: ['new', 'verifying', 'in_progress'],
  requestCommitment: ['verifying', 'in_progress'],
  requestApproval: ['in_progress'],
  notifyRequester: ['new', 'verifying', 'in_progress', 'awaiting_approval'],
  resolve: ['new', 'verifying', 'in_progress'],
  recordVisit: ['resolved', 'following_up'],
  reopen: ['resolved', 'following_up', 'closed'],
  cancel: ['new', 'verifying', 'in_progress', 'awaiting_approval'],
};

/** What may be done next, by the name of the custom verb; the console's buttons are these and no others. */
export function allowedActions(ticket: Ticket, policy: Policy, now: Date): string[] {
  const names = Object.keys(actions).filter((name) => actions[name]?.includes(ticket.state));
  const possible = names.filter((name) => {
    if (name === 'notifyRequester') return ticket.requesterId !== undefined;
    if (name === 'recordVisit') return needsVisit(ticket) && !wasVisited(ticket, policy);
    if (name === 'reopen') return canReopen(ticket, policy, now);
    return true;
  });
  return closable(ticket, policy) ? [...possible, 'close'] : possible;
}

export const closable = (ticket: Ticket, policy: Policy): boolean =>
  (ticket.state === 'following_up' || (ticket.state === 'resolved' && !needsVisit(ticket))) &&
  openItems(ticket, policy).length === 0;

const dayLength = 86_400_000;

/** A closed case can be revived for some days; after that the trouble is a new case, with clocks of its own. */
export function canReopen(ticket: Ticket, policy: Policy, now: Date): boolean {
  if (isActive(ticket) || !actions['reopen']?.includes(ticket.state)) return false;
  return !ticket.closedAt || now.getTime() - ticket.closedAt.getTime() <= policy.reopenDays * dayLength;
}
