import { enumName } from '@anju/contracts';
import {
  type ResumeTicketRequest,
  WaitReasonSchema,
  type WaitTicketRequest,
} from '@anju/contracts/ticketing';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Ticket, WaitReason as Reason } from '../domain/ticket.js';
import { tell } from '../domain/steps.js';
import { resume, wait } from '../domain/waiting.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';

/** Waits for the requester, parts or a third party, and goes on. */
export class PauseTicket {
  constructor(private readonly tickets: TicketStore) {}

  async wait(work: Work, { id, etag, reason, note, untilTime }: WaitTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const until = untilTime && timestampDate(untilTime);
      const by = { reason: enumName(WaitReasonSchema, reason) as Reason, note, until };
      const waiting = wait(ticket, by, work.now);
      // Nobody answers who does not know that an answer is waited for.
      return by.reason === 'owner'
        ? tell(waiting, { occasion: 'progress', message: note }, rules, work.now)
        : waiting;
    });
  }

  async resume(work: Work, { id, etag }: ResumeTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      return resume(ticket, rules, work.now);
    });
  }
}
