import { enumNumber } from '@anju/contracts';
import { TicketStateSchema, TicketVerifiedSchema, type VerifyTicketRequest } from '@anju/contracts/ticketing';
import { verify } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellEnded } from './telling.js';

/** Article 7(2): preliminary verification. */
export class VerifyTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, request: VerifyTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, request.id, request.etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const verified = verify(ticket, request, rules, work.now);
      const { id: ticketId, estateId, requesterId = '', category } = verified;
      const state = enumNumber(TicketStateSchema, verified.state);
      const event = { ticketId, estateId, requesterId, category, state, staffId: work.actor.subjectId };
      work.tell(TicketVerifiedSchema, event, about(verified, request.findings));
      if (verified.state === 'declined') tellEnded(work, ticket, verified, request.findings);
      return verified;
    });
  }
}
