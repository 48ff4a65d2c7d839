import type { ReopenTicketRequest } from '@anju/contracts/ticketing';
import { reopen } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellReopened } from './telling.js';

/** Not solved after all: staff or the requester takes the case up again. */
export class ReopenTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag, reason }: ReopenTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.reopen', ticket.estateId);
      const reopened = reopen(ticket, rules, work.now);
      tellReopened(work, reopened, reason);
      return reopened;
    });
  }
}
