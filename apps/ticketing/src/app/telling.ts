import { enumNumber } from '@anju/contracts';
import {
  CommitmentChangedSchema,
  CommitmentRequestedSchema,
  CommitmentStateSchema,
  TicketEndedSchema,
  TicketReopenedSchema,
  TicketStateSchema,
} from '@anju/contracts/ticketing';
import { PostSchema } from '@anju/contracts/options';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Commitment, Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { contractPromises } from '../store/tell-requester.js';

export function tellCommitment(work: Work, ticket: Ticket, commitment: Commitment, note = ''): void {
  const { id: ticketId, number, estateId, assigneeId = '' } = ticket;
  work.tell(
    CommitmentChangedSchema,
    {
      ...{
        commitmentId: commitment.id,
        ticketId,
        number,
        estateId,
        assigneeId,
        staffId: commitment.staffId ?? '',
      },
      department: enumNumber(PostSchema, commitment.department),
      state: enumNumber(CommitmentStateSchema, commitment.state),
      dueTime: timestampFromDate(commitment.dueAt),
    },
    about(ticket, note),
  );
}

/** A department was asked: the newest commitment of the case. */
export function tellAsked(work: Work, ticket: Ticket, words: string): void {
  const commitment = ticket.commitments.at(-1);
  if (!commitment) return;
  const { id: ticketId, number, estateId, category } = ticket;
  // A home names who lives there.
  const unitId = ticket.anonymous ? '' : (ticket.unitId ?? '');
  const event = {
    ...{ commitmentId: commitment.id, ticketId, number, estateId, unitId, category },
    department: enumNumber(PostSchema, commitment.department),
    dueTime: timestampFromDate(commitment.dueAt),
  };
  work.tell(CommitmentRequestedSchema, event, about(ticket, words));
}

/** The case ended without a solution: departments and leadership are released. */
export function tellEnded(work: Work, before: Ticket, after: Ticket, note: string): void {
  const { id: ticketId, number, estateId, requesterId = '' } = after;
  const state = enumNumber(TicketStateSchema, after.state);
  work.tell(TicketEndedSchema, { ticketId, number, estateId, requesterId, state }, about(after, note));
  const released = after.commitments.filter(
    (one) => one.state === 'withdrawn' && !before.commitments.includes(one),
  );
  for (const commitment of released) tellCommitment(work, after, commitment);
}

export function tellReopened(work: Work, ticket: Ticket, note: string): void {
  const { id: ticketId, number, estateId, requesterId = '', assigneeId = '', reopenCount } = ticket;
  const promises = contractPromises(ticket.promises);
  const event = { ticketId, number, estateId, requesterId, assigneeId, reopenCount, promises };
  work.tell(TicketReopenedSchema, event, about(ticket, note));
}
