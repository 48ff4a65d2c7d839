import type { AcknowledgeTicketRequest } from '@anju/contracts/ticketing';
import { acknowledge } from '../domain/ladder.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';

/** Somebody takes note of what was missed. */
export class AcknowledgeTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag }: AcknowledgeTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket) => {
      work.actor.require('ticketing.acknowledge', ticket.estateId);
      return acknowledge(ticket, work.actor.subjectId, work.now);
    });
  }
}
