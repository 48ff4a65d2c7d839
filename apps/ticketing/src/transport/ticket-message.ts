import { enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import {
  ChannelSchema,
  ClosedBySchema,
  type CommitmentSchema,
  CommitmentStateSchema,
  ImpactSchema,
  PrioritySchema,
  PromiseKindSchema,
  PromiseStateSchema,
  TicketKindSchema,
  type TicketSchema,
  TicketStateSchema,
  UrgencySchema,
  VisitMethodSchema,
  WaitReasonSchema,
} from '@anju/contracts/ticketing';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { nextDue } from '../domain/clock.js';
import { allowedActions, openItems } from '../domain/closing.js';
import type { Policy } from '../domain/policy.js';
import type { Escalation, Promised, Ticket, Visit, Waiting } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import type { ListedCommitment } from '../store/ticket.queries.js';
import { statusText } from './status-text.js';

type Times<K extends string> = Partial<Record<K, ReturnType<typeof timestampFromDate>>>;

/** The times that are there, as the contract wants them. */
const times = <K extends string>(dates: Readonly<Record<K, Date | undefined>>): Times<K> =>
  Object.fromEntries(
    (Object.entries(dates) as [K, Date | undefined][]).flatMap(([name, date]) =>
      date ? [[name, timestampFromDate(date)]] : [],
    ),
  ) as Times<K>;

const promiseMessage = (promise: Promised) => ({
  id: promise.id,
  kind: enumNumber(PromiseKindSchema, promise.kind),
  state: enumNumber(PromiseStateSchema, promise.state),
  policyVersion: promise.policyVersion,
  ...times({ dueTime: promise.dueAt, doneTime: promise.doneAt, toldTime: promise.toldAt }),
  ...times({ firstDueTime: promise.firstDueAt, warnTime: promise.warnedAt }),
});

export function commitmentMessage({
  commitment,
  ticket,
}: ListedCommitment): MessageInitShape<typeof CommitmentSchema> {
  const { id, request, reason, result, department, state, staffId = '', overdueBy = '' } = commitment;
  const { requestedAt, endedAt, dueAt, firstDueAt, overdueAt } = commitment;
  return {
    ...{ id, request, reason, result, staffId, overdueBy },
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    estateId: ticket.estateId,
    department: enumNumber(PostSchema, department),
    state: enumNumber(CommitmentStateSchema, state),
    ...times({ requestTime: requestedAt, endTime: endedAt, dueTime: dueAt }),
    ...times({ firstDueTime: firstDueAt, overdueTime: overdueAt }),
    etag: String(ticket.version),
  };
}

const waitingMessage = ({ reason, note, since, until }: Waiting) => ({
  reason: enumNumber(WaitReasonSchema, reason),
  note,
  ...times({ startTime: since, untilTime: until }),
});

const visitMessage = ({ at, method, staffId = '', ...visit }: Visit) => ({
  ...visit,
  staffId,
  method: enumNumber(VisitMethodSchema, method),
  ...times({ time: at }),
});

const escalationMessage = ({ id, itemId, level, post, at, acknowledgedAt, acknowledgedBy }: Escalation) => ({
  ...{ id, itemId, level, post: enumNumber(PostSchema, post), acknowledgedBy: acknowledgedBy ?? '' },
  ...times({ time: at, acknowledgeTime: acknowledgedAt }),
});

const facts = (ticket: Ticket) => ({
  id: ticket.id,
  number: ticket.number,
  estateId: ticket.estateId,
  anonymous: ticket.anonymous,
  category: ticket.category,
  place: ticket.place,
  subject: ticket.subject,
  description: ticket.description,
  solution: ticket.solution,
  reopenCount: ticket.reopenCount,
  externalNumber: ticket.externalNumber ?? '',
  externalSatisfaction: ticket.externalSatisfaction ?? 0,
  unitId: ticket.unitId ?? '',
  requesterId: ticket.requesterId ?? '',
  assigneeId: ticket.assigneeId ?? '',
  recorderId: ticket.recorderId ?? '',
  resolverId: ticket.resolverId ?? '',
  state: enumNumber(TicketStateSchema, ticket.state),
  kind: enumNumber(TicketKindSchema, ticket.kind),
  channel: enumNumber(ChannelSchema, ticket.channel),
  impact: enumNumber(ImpactSchema, ticket.impact),
  urgency: enumNumber(UrgencySchema, ticket.urgency),
  priority: enumNumber(PrioritySchema, ticket.priority),
  etag: String(ticket.version),
  ...times({ createTime: ticket.createdAt, updateTime: ticket.updatedAt }),
  ...times({ resolveTime: ticket.resolvedAt, closeTime: ticket.closedAt, nextDueTime: nextDue(ticket) }),
  closedBy: enumNumber(ClosedBySchema, ticket.closedBy ?? ''),
  parentId: ticket.parentId ?? '',
  mergedIntoId: ticket.mergedIntoId ?? '',
  splitFromId: ticket.splitFromId ?? '',
  ...(ticket.waiting ? { waiting: waitingMessage(ticket.waiting) } : {}),
  promises: ticket.promises.map(promiseMessage),
  notices: ticket.notices.map(({ id, message, sentAt, deliveredAt }) => ({
    id,
    message,
    ...times({ sendTime: sentAt, deliverTime: deliveredAt }),
  })),
});

/** What the department knows of the case beyond its facts. */
const inside = (ticket: Ticket, policy: Policy) => ({
  findings: ticket.findings,
  commitments: ticket.commitments.map((commitment) => commitmentMessage({ commitment, ticket })),
  approvals: ticket.approvals.map(
    ({ id, state, comment, subject, materials, amountFen, requestedAt, decidedAt }) => ({
      ...{ id, comment, subject, materials, amountFen },
      open: state === 'open',
      granted: state === 'granted',
      ...times({ requestTime: requestedAt, decideTime: decidedAt }),
    }),
  ),
  visits: ticket.visits.map(visitMessage),
  escalations: ticket.escalations.map(escalationMessage),
  childIds: ticket.children.map(({ id }) => id),
  promises: ticket.promises.map((one) => ({ ...promiseMessage(one), brokenBy: one.brokenBy ?? '' })),
  openItems: openItems(ticket, { policy }),
  ...times({ visitDueTime: ticket.visitDueAt }),
});

/** Who wants to stay unnamed is known to the desk that has to answer, and to nobody else of the staff. */
export const mayName = ({ actor }: Work, { estateId }: Pick<Ticket, 'estateId'>): boolean =>
  actor.kind !== 'staff' || actor.can('ticketing.handle', estateId);

/** Ids by which the reader would learn who it is: the requester's and their home's. */
export const unnamedOf = (work: Work, ticket: Ticket): readonly string[] =>
  ticket.anonymous && ticket.requesterId && !mayName(work, ticket)
    ? [ticket.requesterId, ...(ticket.unitId ? [ticket.unitId] : [])]
    : [];

const residentActions = new Set(['reopen', 'cancel', 'acceptSolution', 'rejectSolution']);

/** The case as the caller may see it: a resident sees facts, promises and notices, not how the department works. */
export function ticketMessage(
  work: Work,
  ticket: Ticket,
  policy: Policy,
): MessageInitShape<typeof TicketSchema> {
  const actions = allowedActions(ticket, { policy }, work.now);
  const statusIs = { statusText: statusText(work.locale, ticket) };
  if (work.actor.kind === 'resident') {
    const own = actions.filter((action) => residentActions.has(action));
    return { ...facts(ticket), ...statusIs, allowedActions: own };
  }
  const may = work.actor.can('ticketing.handle', ticket.estateId);
  const unnamed = unnamedOf(work, ticket).length > 0 ? { requesterId: '', unitId: '' } : {};
  const ours = actions.filter((action) => action !== 'acceptSolution' && action !== 'rejectSolution');
  return {
    ...{ ...facts(ticket), ...statusIs, ...inside(ticket, policy), ...unnamed },
    allowedActions: may ? ours : [],
  };
}
