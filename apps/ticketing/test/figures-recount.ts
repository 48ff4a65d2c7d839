import { eventTypes } from '@anju/contracts';
import {
  type ApprovalAnswered,
  type CommitmentChanged,
  type CommitmentOverdue,
  type PromiseBroken,
  PromiseKind,
  PromiseState,
  type PromiseFact,
  type PromiseSettled,
  type TicketAssigned,
  type TicketClosed,
  type TicketEnded,
  type TicketRecorded,
  type TicketResolved,
  TicketState,
  type TicketVerified,
  type TicketVisited,
  type TicketWaiting,
  CommitmentState,
  TicketKind,
  WaitReason,
} from '@anju/contracts/ticketing';
import type { TestService } from '@anju/testing';
import { fromBinary } from '@bufbuild/protobuf';
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt';

/** What happened to one case, told again from its events and from nothing else. */
export interface Retold {
  readonly estateId: string;
  readonly kind: string;
  category: string;
  assignee: string;
  resolver: string;
  /** What one transaction did is one step, also where it went through several states. */
  readonly moves: { at: number; to: TicketState; step?: string }[];
  readonly steps: { what: string; at: number; staff: string; how: string }[];
  readonly promises: Map<string, { kind: PromiseKind; due: number; state: PromiseState; holder: string }>;
  readonly visits: { at: number; satisfaction: number; resolver: string }[];
  readonly commitments: Map<
    string,
    { department: number; state: CommitmentState; ended: number; overdue: number; staff: string }
  >;
}

const ms = (time: Timestamp | undefined) => (time ? timestampDate(time).getTime() : 0);

function owe(one: Retold, facts: readonly PromiseFact[]): void {
  for (const { promiseId, kind, dueTime } of facts) {
    const known = one.promises.get(promiseId);
    const state = known?.state ?? PromiseState.OPEN;
    one.promises.set(promiseId, { kind, due: ms(dueTime), state, holder: known?.holder ?? '' });
  }
}

function settled(one: Retold, event: PromiseSettled): void {
  const { promiseId, kind, state, dueTime } = event;
  if (one.promises.get(promiseId)?.state === PromiseState.BROKEN) return;
  one.promises.set(promiseId, { kind, due: ms(dueTime), state, holder: one.assignee });
}

function broken(one: Retold, { promiseId, kind, dueTime, staffId: holder }: PromiseBroken): void {
  one.promises.set(promiseId, { kind, due: ms(dueTime), state: PromiseState.BROKEN, holder });
}

function answered(one: Retold, event: CommitmentChanged, at: number): void {
  const { commitmentId, department, state, staffId: staff } = event;
  const known = one.commitments.get(commitmentId);
  const ended = state === CommitmentState.RETURNED ? (known?.ended ?? 0) : at;
  one.commitments.set(commitmentId, { department, state, ended, overdue: known?.overdue ?? 0, staff });
}

function overdue(one: Retold, { commitmentId, department, dueTime }: CommitmentOverdue): void {
  const known = one.commitments.get(commitmentId);
  const before = known ?? { department, state: CommitmentState.REQUESTED, ended: 0, staff: '' };
  one.commitments.set(commitmentId, { ...before, overdue: ms(dueTime) });
}

const working = [TicketState.IN_PROGRESS, TicketState.PENDING];

type Teller = (one: Retold, event: never, at: number) => void;

const tellers: Readonly<Record<string, Teller>> = {
  TicketVerified(one, { state, category }: TicketVerified, at) {
    one.category = category;
    one.moves.push({ at, to: state });
  },
  TicketAssigned(one, { assigneeId, staffId }: TicketAssigned, at) {
    one.assignee = assigneeId;
    const state = one.moves.at(-1)?.to ?? TicketState.NEW;
    if (staffId !== '' && !working.includes(state)) one.moves.push({ at, to: TicketState.IN_PROGRESS });
  },
  ApprovalRequested: (one, _, at) => one.moves.push({ at, to: TicketState.AWAITING_APPROVAL }),
  ApprovalAnswered: (one, { state }: ApprovalAnswered, at) => one.moves.push({ at, to: state }),
  TicketWaiting(one, { reason, promises, time }: TicketWaiting) {
    one.moves.push({
      at: ms(time),
      to: reason === WaitReason.UNSPECIFIED ? TicketState.IN_PROGRESS : TicketState.PENDING,
    });
    owe(one, promises);
  },
  RequesterNoticeRequested: (one, { promises }: TicketWaiting) => owe(one, promises),
  TicketResolved(one, { resolverId }: TicketResolved, at) {
    one.resolver = resolverId;
    one.moves.push({ at, to: TicketState.RESOLVED });
    one.steps.push({ what: 'resolved', at, staff: resolverId, how: '' });
  },
  TicketVisited(one, { satisfaction, resolverId: resolver }: TicketVisited, at) {
    one.moves.push({ at, to: TicketState.FOLLOWING_UP });
    if (satisfaction > 0) one.visits.push({ at, satisfaction, resolver });
  },
  TicketReopened(one, { promises }: TicketWaiting, at) {
    one.moves.push({ at, to: TicketState.IN_PROGRESS });
    one.steps.push({ what: 'reopened', at, staff: one.resolver, how: '' });
    owe(one, promises);
  },
  TicketClosed(one, { closedBy, resolverId }: TicketClosed, at) {
    one.moves.push({ at, to: TicketState.CLOSED });
    one.steps.push({ what: 'closed', at, staff: resolverId, how: closedBy });
  },
  TicketEnded(one, { state }: TicketEnded, at) {
    one.moves.push({ at, to: state });
    one.steps.push({ what: 'ended', at, staff: one.assignee, how: '' });
  },
  PromiseSettled: settled,
  PromiseBroken: broken,
  CommitmentChanged: answered,
  CommitmentOverdue: overdue,
};

function begin({ estateId, kind, category, recorderId, promises }: TicketRecorded, at: number): Retold {
  const one: Retold = {
    ...{ estateId, kind: TicketKind[kind].toLowerCase(), category, assignee: '', resolver: '' },
    moves: [{ at, to: TicketState.NEW }],
    steps: [{ what: 'recorded', at, staff: recorderId, how: '' }],
    ...{ promises: new Map(), visits: [], commitments: new Map() },
  };
  owe(one, promises);
  return one;
}

/** Every case of the service, told again from its event rows, oldest first. */
export async function retell(test: TestService): Promise<Retold[]> {
  const rows = await test.sql<{ type: string; payload: Uint8Array; about: string; at: Date; step: string }>(
    'SELECT type, payload, aggregateid::text AS about, occurred_at AS at, xmin::text AS step FROM event ORDER BY position',
  );
  const cases = new Map<string, Retold>();
  for (const { type, payload, about, at, step } of rows) {
    const schema = eventTypes.get(type);
    if (!schema) throw new Error(`unknown event ${type}`);
    const event = fromBinary(schema, payload) as unknown;
    if (schema.name === 'TicketRecorded') cases.set(about, begin(event as TicketRecorded, at.getTime()));
    const one = cases.get(about);
    if (one) tellers[schema.name]?.(one, event as never, at.getTime());
    for (const move of one?.moves ?? []) move.step ??= step;
  }
  return [...cases.values()];
}
