import { DomainError, transitions } from '@anju/kernel';
import type { PromiseKind } from './policy.js';

export type TicketKind = 'enquiry' | 'complaint' | 'suggestion';
export type Urgency = 'low' | 'normal' | 'high' | 'emergency';
export type Impact = 'household' | 'building' | 'estate';
export type Priority = 'low' | 'normal' | 'high' | 'critical';
export type TicketState =
  | 'new'
  | 'verifying'
  | 'in_progress'
  | 'pending'
  | 'awaiting_approval'
  | 'resolved'
  | 'following_up'
  | 'closed'
  | 'cancelled'
  | 'declined'
  | 'merged'
  | 'duplicate';

/** A deadline somebody was told; it is settled once. Only waiting for the requester moves it, and that is kept. */
export interface Promised {
  readonly id: string;
  readonly kind: PromiseKind;
  /** As it was told first. */
  readonly firstDueAt: Date;
  /** As it stands: later than told by the working time the case waited for the requester. */
  readonly dueAt: Date;
  /** When somebody is warned that it comes near; moves with `dueAt`. */
  readonly warnAt: Date;
  readonly warnedAt?: Date | undefined;
  /** Who had the case when it was broken; nobody when it lay with the whole desk. */
  readonly brokenBy?: string | undefined;
  /** From when its ladder counts: once broken, later by what the case waited for the requester since. */
  readonly ladderAt?: Date | undefined;
  readonly state: 'open' | 'kept' | 'broken' | 'released';
  readonly doneAt?: Date | undefined;
  readonly toldAt?: Date | undefined;
  readonly policyVersion: string;
}

/** What a department owes to the case, Article 7(3). */
export interface Commitment {
  readonly id: string;
  /** The post whose holders answer for the department. */
  readonly department: string;
  readonly request: string;
  readonly state: 'requested' | 'accepted' | 'declined' | 'fulfilled' | 'returned' | 'withdrawn';
  /** As it was asked for. */
  readonly firstDueAt: Date;
  /** As the department took it on, and later by the time the case waited for the requester. */
  readonly dueAt: Date;
  readonly warnAt: Date;
  readonly warnedAt?: Date | undefined;
  /** When it went past its time, however it ended; who had taken it on stands beside it. */
  readonly overdueAt?: Date | undefined;
  readonly overdueBy?: string | undefined;
  /** From when its ladder counts: once overdue, later by what the case waited for the requester since. */
  readonly ladderAt?: Date | undefined;
  /** Why it was declined, returned, or taken on for a later time than asked. */
  readonly reason: string;
  readonly result: string;
  readonly requestedAt: Date;
  readonly endedAt?: Date | undefined;
  readonly staffId?: string | undefined;
}

/** What leadership was asked, Article 7(4); leadership decides it. */
export interface TicketApproval {
  readonly id: string;
  readonly subject: string;
  readonly materials: string;
  readonly amountFen: bigint;
  readonly state: 'open' | 'granted' | 'refused' | 'returned' | 'withdrawn';
  readonly comment: string;
  readonly requestedAt: Date;
  readonly decidedAt?: Date | undefined;
}

/** Something the requester is told, Article 7(5), and whether it is proved to have arrived. */
export interface RequesterNotice {
  readonly id: string;
  readonly occasion: 'recorded' | 'progress' | 'resolved' | 'message';
  readonly message: string;
  readonly sentAt: Date;
  readonly deliveredAt?: Date | undefined;
  /** Every channel gave up; kept visible, and no reason to hold the case open for ever. */
  readonly failedAt?: Date | undefined;
}

/** One rung of the ladder: whose attention a missed time was brought to, until somebody takes note. */
export interface Escalation {
  readonly id: string;
  /** The promise or the commitment that was missed. */
  readonly itemId: string;
  readonly level: number;
  /** The post that is told; the assignee alone where the first rung has one. */
  readonly post: string;
  readonly at: Date;
  readonly acknowledgedAt?: Date | undefined;
  readonly acknowledgedBy?: string | undefined;
}

export type WaitReason = 'owner' | 'parts' | 'third_party';

/** What a case waits for. Only waiting for the requester stops the clocks. */
export interface Waiting {
  readonly reason: WaitReason;
  readonly note: string;
  readonly since: Date;
  /** Until when the waiting has been counted into the times already. */
  readonly countedTo: Date;
  /** When work goes on by itself. */
  readonly until?: Date | undefined;
}

/** One attempt of the follow-up visit, Article 7(6). */
export interface Visit {
  readonly id: string;
  readonly method: string;
  readonly reached: boolean;
  readonly satisfaction: number;
  readonly solved: boolean;
  readonly comment: string;
  /** Who made it; nobody where the requester said it without being asked. */
  readonly staffId?: string | undefined;
  readonly at: Date;
}

/** How a case came to its end. */
export type ClosedBy = 'staff' | 'requester' | 'visited' | 'no_answer' | 'not_sampled';

/** A case of another unit with the same cause; its parent's solution answers it. */
export interface Child {
  readonly id: string;
  readonly state: TicketState;
}

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly state: TicketState;
  readonly stateSince: Date;
  readonly kind: TicketKind;
  readonly channel: string;
  readonly estateId: string;
  readonly unitId?: string | undefined;
  readonly requesterId?: string | undefined;
  readonly anonymous: boolean;
  readonly category: string;
  readonly place: string;
  readonly subject: string;
  readonly description: string;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly assigneeId?: string | undefined;
  readonly recorderId?: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly findings: string;
  readonly solution: string;
  readonly resolverId?: string | undefined;
  readonly resolvedAt?: Date | undefined;
  readonly closedAt?: Date | undefined;
  readonly closedBy?: ClosedBy | undefined;
  readonly reopenCount: number;
  readonly waiting?: Waiting | undefined;
  /** The next attempt of the follow-up visit is due. */
  readonly visitDueAt?: Date | undefined;
  readonly visitAnnouncedAt?: Date | undefined;
  /** From then on the case closes by itself as soon as nothing is open. */
  readonly closeDueAt?: Date | undefined;
  readonly closeReason?: ClosedBy | undefined;
  readonly parentId?: string | undefined;
  readonly mergedIntoId?: string | undefined;
  readonly splitFromId?: string | undefined;
  readonly policyVersion: string;
  readonly version: number;
  /** Its number in the system it came from. */
  readonly externalNumber?: string | undefined;
  /** What the requester said of it there, 1 to 5. */
  readonly externalSatisfaction?: number | undefined;
  readonly promises: readonly Promised[];
  readonly commitments: readonly Commitment[];
  readonly approvals: readonly TicketApproval[];
  readonly notices: readonly RequesterNotice[];
  readonly visits: readonly Visit[];
  readonly escalations: readonly Escalation[];
  readonly children: readonly Child[];
}

/** Article 7 as a table; anything not listed is refused. */
export const states = transitions<TicketState>({
  new: ['verifying', 'in_progress', 'resolved', 'cancelled', 'declined', 'merged', 'duplicate'],
  verifying: ['in_progress', 'resolved', 'declined', 'cancelled', 'merged', 'duplicate'],
  in_progress: ['pending', 'awaiting_approval', 'resolved', 'cancelled', 'merged', 'duplicate'],
  pending: ['in_progress', 'resolved', 'cancelled', 'merged', 'duplicate'],
  awaiting_approval: ['in_progress', 'cancelled'],
  resolved: ['following_up', 'in_progress', 'closed'],
  following_up: ['closed', 'in_progress'],
  closed: ['in_progress'],
  cancelled: [],
  declined: [],
  merged: [],
  duplicate: [],
});

/** Moves the case on, or refuses by name of the state and what it allows. */
export function move(ticket: Ticket, to: TicketState, at: Date): Ticket {
  states.require(ticket.state, to, 'ticketing.state');
  return { ...ticket, state: to, stateSince: at };
}

export function refuseState(ticket: Ticket): never {
  throw new DomainError('ticketing.state', 'conflict', {
    state: ticket.state,
    allowed: states.allowed(ticket.state).join(', '),
  });
}

const weight = { household: 0, building: 1, estate: 2, low: 0, normal: 1, high: 2, emergency: 4 } as const;

/** Orders the queue without argument. */
export function priorityOf(impact: Impact, urgency: Urgency): Priority {
  const sum = weight[impact] + weight[urgency];
  if (sum >= 4) return 'critical';
  if (sum >= 3) return 'high';
  return sum >= 1 ? 'normal' : 'low';
}

const active: readonly TicketState[] = ['new', 'verifying', 'in_progress', 'pending', 'awaiting_approval'];

/** Whether the case is still worked on. */
export const isActive = ({ state }: Pick<Ticket, 'state'>): boolean => active.includes(state);

const ended: readonly TicketState[] = ['closed', 'cancelled', 'declined', 'merged', 'duplicate'];

export const hasEnded = ({ state }: Pick<Ticket, 'state'>): boolean => ended.includes(state);

export const isOpenCommitment = ({ state }: Pick<Commitment, 'state'>): boolean =>
  state === 'requested' || state === 'accepted';
