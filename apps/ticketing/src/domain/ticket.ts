import { transitions } from '@anju/kernel';
import type { PromiseKind } from './policy.js';

export type TicketKind = 'enquiry' | 'complaint' | 'suggestion';
export type Urgency = 'low' | 'normal' | 'high' | 'emergency';
export type Impact = 'household' | 'building' | 'estate';
export type Priority = 'low' | 'normal' | 'high' | 'critical';
export type TicketState =
  | 'new'
  | 'verifying'
  | 'in_progress'
  | 'awaiting_approval'
  | 'resolved'
  | 'following_up'
  | 'closed'
  | 'cancelled'
  | 'declined';

/** A deadline somebody was told; it is settled once and never recomputed. */
export interface Promised {
  readonly id: string;
  readonly kind: PromiseKind;
  readonly dueAt: Date;
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
  readonly state: 'requested' | 'accepted' | 'declined' | 'fulfilled' | 'withdrawn';
  readonly dueAt: Date;
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
  readonly occasion: 'recorded' | 'progress' | 'resolved';
  readonly message: string;
  readonly sentAt: Date;
  readonly deliveredAt?: Date | undefined;
  /** Every channel gave up; kept visible, and no reason to hold the case open for ever. */
  readonly failedAt?: Date | undefined;
}

/** One attempt of the follow-up visit, Article 7(6). */
export interface Visit {
  readonly id: string;
  readonly method: string;
  readonly reached: boolean;
  readonly satisfaction: number;
  readonly solved: boolean;
  readonly comment: string;
  readonly staffId: string;
  readonly at: Date;
}

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly state: TicketState;
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
  readonly reopenCount: number;
  readonly policyVersion: string;
  readonly version: number;
  readonly promises: readonly Promised[];
  readonly commitments: readonly Commitment[];
  readonly approvals: readonly TicketApproval[];
  readonly notices: readonly RequesterNotice[];
  readonly visits: readonly Visit[];
}

/** Article 7 as a table; anything not listed is refused. */
export const states = transitions<TicketState>({
  new: ['verifying', 'in_progress', 'resolved', 'cancelled', 'declined'],
  verifying: ['in_progress', 'resolved', 'declined', 'cancelled'],
  in_progress: ['awaiting_approval', 'resolved', 'cancelled'],
  awaiting_approval: ['in_progress', 'cancelled'],
  resolved: ['following_up', 'in_progress', 'closed'],
  following_up: ['closed', 'in_progress'],
  closed: ['in_progress'],
  cancelled: [],
  declined: [],
});

const weight = { household: 0, building: 1, estate: 2, low: 0, normal: 1, high: 2, emergency: 4 } as const;

/** Orders the queue without argument. */
export function priorityOf(impact: Impact, urgency: Urgency): Priority {
  const sum = weight[impact] + weight[urgency];
  if (sum >= 4) return 'critical';
  if (sum >= 3) return 'high';
  return sum >= 1 ? 'normal' : 'low';
}

/** Whether the case is still worked on. */
export const isActive = (ticket: Ticket): boolean =>
  ['new', 'verifying', 'in_progress', 'awaiting_approval'].includes(ticket.state);
