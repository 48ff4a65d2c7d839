import type { CancelTicketRequest } from '@anju/contracts/ticketing';
import { end, tell } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellEnded } from './telling.js';

/** Withdrawn before it was resolved, by the requester or for them. */
export class CancelTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag, reason }: CancelTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.cancel', ticket.estateId);
      const cancelled = end(ticket, 'cancelled', rules, work.now);
      tellEnded(work, ticket, cancelled, reason);
      if (work.actor.kind === 'resident') return cancelled;
      return tell(cancelled, { occasion: 'progress', message: reason }, rules, work.now);
    });
  }
}
