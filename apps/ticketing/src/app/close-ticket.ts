import type { CloseTicketRequest } from '@anju/contracts/ticketing';
import { close } from '../domain/closing.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';

/** Closes a case that has nothing open. */
export class CloseTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag }: CloseTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.close', ticket.estateId);
      return close(ticket, rules, work.now);
    });
  }
}
