import { enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import {
  CommitmentOverdueSchema,
  CommitmentWarnedSchema,
  EscalationAcknowledgedSchema,
  PromiseBrokenSchema,
  PromiseKindSchema,
  PromiseSettledSchema,
  PromiseStateSchema,
  PromiseWarnedSchema,
  TicketClosedSchema,
  TicketEscalatedSchema,
  VisitDueSchema,
} from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { isOwed } from '../domain/promises.js';
import type { Commitment, Escalation, Promised, Ticket } from '../domain/ticket.js';
import type { Work } from './database.js';

/** What every event of a case is about. */
export const about = (ticket: Ticket, note?: string) => ({
  subject: ticket.id,
  estateId: ticket.estateId,
  personId: ticket.requesterId,
  note,
});

const caseOf = ({ id: ticketId, number, estateId }: Ticket) => ({ ticketId, number, estateId });

/** A promise as events carry it. */
export const fact = ({ id, kind, dueAt }: Promised) => ({
  promiseId: id,
  kind: enumNumber(PromiseKindSchema, kind),
  dueTime: timestampFromDate(dueAt),
});

/** Pairs of a part before and after; new parts have no before. */
function pairs<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]) {
  const known = new Map(before.map((one) => [one.id, one]));
  return after.filter((one) => known.get(one.id) !== one).map((one) => [known.get(one.id), one] as const);
}

/** Who of the staff did it; nobody when a resident or time did. */
const doer = ({ actor }: Work): string => (actor.kind === 'staff' ? actor.subjectId : '');

function tellPromise(work: Work, ticket: Ticket, before: Promised | undefined, after: Promised): void {
  const told = about(ticket);
  const { assigneeId = '' } = ticket;
  if (after.warnedAt && !before?.warnedAt)
    work.tell(PromiseWarnedSchema, { ...caseOf(ticket), ...fact(after), assigneeId }, told);
  if (after.state === 'broken' && before?.state === 'open') {
    const staffId = after.brokenBy ?? '';
    work.tell(PromiseBrokenSchema, { ...caseOf(ticket), ...fact(after), staffId }, told);
  }
  if (!before || !isOwed(before) || isOwed(after)) return;
  const settled = {
    ...fact(after),
    ...{ ticketId: ticket.id, estateId: ticket.estateId, policyVersion: after.policyVersion },
    state: enumNumber(PromiseStateSchema, after.state),
    staffId: after.state === 'broken' ? (after.brokenBy ?? '') : assigneeId || doer(work),
    ...(after.doneAt ? { doneTime: timestampFromDate(after.doneAt) } : {}),
  };
  work.tell(PromiseSettledSchema, settled, told);
}

function tellCommitmentClock(
  work: Work,
  ticket: Ticket,
  before: Commitment | undefined,
  after: Commitment,
): void {
  const fact = {
    ...caseOf(ticket),
    ...{ commitmentId: after.id, department: enumNumber(PostSchema, after.department) },
    ...{ dueTime: timestampFromDate(after.dueAt), staffId: after.staffId ?? '' },
  };
  if (after.warnedAt && !before?.warnedAt) work.tell(CommitmentWarnedSchema, fact, about(ticket));
  if (after.overdueAt && !before?.overdueAt) work.tell(CommitmentOverdueSchema, fact, about(ticket));
}

function tellRung(work: Work, ticket: Ticket, one: Escalation): void {
  const promise = ticket.promises.find(({ id }) => id === one.itemId);
  const commitment = ticket.commitments.find(({ id }) => id === one.itemId);
  const event = {
    ...caseOf(ticket),
    ...{ escalationId: one.id, level: one.level, post: enumNumber(PostSchema, one.post) },
    // The first rung is the assignee's own where there is one; everybody of the post where there is none.
    assigneeId: one.level === 1 && promise ? (ticket.assigneeId ?? '') : '',
    promiseKind: promise ? enumNumber(PromiseKindSchema, promise.kind) : 0,
    department: commitment ? enumNumber(PostSchema, commitment.department) : 0,
  };
  work.tell(TicketEscalatedSchema, event, about(ticket));
}

function tellAcknowledged(work: Work, before: Ticket, after: Ticket): void {
  const noted = pairs(before.escalations, after.escalations)
    .filter(([old, now]) => now.acknowledgedAt && !old?.acknowledgedAt)
    .map(([, { id }]) => id);
  if (noted.length === 0) return;
  const event = { ...caseOf(after), escalationIds: noted, staffId: work.actor.subjectId };
  work.tell(EscalationAcknowledgedSchema, event, about(after));
}

/** The case reached its end; whether one person did all of it is said, so that nobody earns a score alone. */
function tellClosed(work: Work, ticket: Ticket): void {
  const { requesterId = '', resolverId = '', recorderId = '', closedBy = '' } = ticket;
  const staffId = closedBy === 'staff' ? work.actor.subjectId : '';
  const visitorId = ticket.visits.findLast((visit) => visit.reached)?.staffId ?? '';
  const people = new Set([recorderId, resolverId, staffId, visitorId].filter(Boolean));
  const selfHandled = closedBy === 'staff' && people.size <= 1;
  const event = {
    ...caseOf(ticket),
    requesterId,
    resolverId,
    staffId,
    recorderId,
    visitorId,
    closedBy,
    selfHandled,
  };
  work.tell(TicketClosedSchema, { ...event, time: timestampFromDate(work.now) }, about(ticket));
}

/** Tells everything that became of clocks, ladder, visit and end, whoever or whatever caused it. */
export function tellClocks(work: Work, before: Ticket, after: Ticket): void {
  for (const [old, now] of pairs(before.promises, after.promises)) tellPromise(work, after, old, now);
  for (const [old, now] of pairs(before.commitments, after.commitments))
    tellCommitmentClock(work, after, old, now);
  for (const [old, now] of pairs(before.escalations, after.escalations)) if (!old) tellRung(work, after, now);
  tellAcknowledged(work, before, after);
  if (after.visitAnnouncedAt && !before.visitAnnouncedAt) {
    const { resolverId = '', requesterId = '' } = after;
    work.tell(VisitDueSchema, { ...caseOf(after), resolverId, requesterId }, about(after));
  }
  if (after.state === 'closed' && before.state !== 'closed') tellClosed(work, after);
}
