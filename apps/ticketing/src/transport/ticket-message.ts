import { enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import {
  ChannelSchema,
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
} from '@anju/contracts/ticketing';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { allowedActions, openItems } from '../domain/closing.js';
import { defaultPolicy } from '../domain/policy.js';
import type { Promised, Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import type { ListedCommitment } from '../store/ticket.queries.js';

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
});

export function commitmentMessage({
  commitment,
  ticket,
}: ListedCommitment): MessageInitShape<typeof CommitmentSchema> {
  const { requestedAt, endedAt, dueAt, department, state, staffId = '', ...same } = commitment;
  return {
    ...same,
    staffId,
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    estateId: ticket.estateId,
    department: enumNumber(PostSchema, department),
    state: enumNumber(CommitmentStateSchema, state),
    ...times({ requestTime: requestedAt, endTime: endedAt, dueTime: dueAt }),
    etag: String(ticket.version),
  };
}

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
  ...times({ resolveTime: ticket.resolvedAt, closeTime: ticket.closedAt }),
  promises: ticket.promises.map(promiseMessage),
  notices: ticket.notices.map(({ id, message, sentAt, deliveredAt }) => ({
    id,
    message,
    ...times({ sendTime: sentAt, deliverTime: deliveredAt }),
  })),
});

/** What the department knows of the case beyond its facts. */
const inside = (ticket: Ticket) => ({
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
  visits: ticket.visits.map(({ at, method, ...visit }) => ({
    ...visit,
    method: enumNumber(VisitMethodSchema, method),
    ...times({ time: at }),
  })),
  openItems: openItems(ticket, defaultPolicy),
});

const residentActions = new Set(['reopen', 'cancel']);

/** The case as the caller may see it: a resident sees facts, promises and notices, not how the department works. */
export function ticketMessage(work: Work, ticket: Ticket): MessageInitShape<typeof TicketSchema> {
  const actions = allowedActions(ticket, defaultPolicy, work.now);
  if (work.actor.kind === 'resident') {
    return { ...facts(ticket), allowedActions: actions.filter((action) => residentActions.has(action)) };
  }
  const may = work.actor.can('ticketing.handle', ticket.estateId);
  return { ...facts(ticket), ...inside(ticket), allowedActions: may ? actions : [] };
}
