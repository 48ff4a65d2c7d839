import { enumName } from '@anju/contracts';
import {
  type ResumeTicketRequest,
  TicketWaitingSchema,
  WaitReason,
  WaitReasonSchema,
  type WaitTicketRequest,
} from '@anju/contracts/ticketing';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Ticket, WaitReason as Reason } from '../domain/ticket.js';
import { resume, wait } from '../domain/waiting.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';
import { contractPromises } from './telling.js';

/** Work stopped, or goes on; deadlines are told as they stand then. */
export function tellWaiting(work: Work, ticket: Ticket, reason: WaitReason, note: string): void {
  const { id: ticketId, number, estateId, requesterId = '', promises } = ticket;
  const event = { ticketId, number, estateId, requesterId, reason, promises: contractPromises(promises) };
  work.tell(TicketWaitingSchema, event, about(ticket, note));
}

/** Waits for the requester, parts or a third party, and goes on. */
export class PauseTicket {
  constructor(private readonly tickets: TicketStore) {}

  async wait(work: Work, { id, etag, reason, note, untilTime }: WaitTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const until = untilTime && timestampDate(untilTime);
      const by = { reason: enumName(WaitReasonSchema, reason) as Reason, note, until };
      const waiting = wait(ticket, by, work.now);
      tellWaiting(work, waiting, reason, note);
      return waiting;
    });
  }

  async resume(work: Work, { id, etag }: ResumeTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const going = resume(ticket, rules, work.now);
      tellWaiting(work, going, WaitReason.UNSPECIFIED, '');
      return going;
    });
  }
}
