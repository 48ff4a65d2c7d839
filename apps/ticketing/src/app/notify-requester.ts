import type { NotifyRequesterRequest } from '@anju/contracts/ticketing';
import { notifyRequester } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { lockKin } from '../store/ticket-rows.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellFollowers } from './tell-followers.js';

/** Article 7(5): the requester hears how it stands. */
export class NotifyRequester {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, request: NotifyRequesterRequest): Promise<Ticket> {
    const { id, etag, message } = request;
    const goneInto = await lockKin(work, [id]);
    const ticket = await this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      return notifyRequester(ticket, message, rules, work.now);
    });
    await tellFollowers(work, this.tickets, goneInto(id), { occasion: 'progress', message });
    return ticket;
  }
}
