import { type ResolveTicketRequest, TicketResolvedSchema } from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { resolve } from '../domain/steps.js';
import { isActive, type Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellFollowers } from './tell-followers.js';

/** The solution is recorded and told; it answers every case that hangs on this one, and those that went into it. */
export class ResolveTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag, solution }: ResolveTicketRequest): Promise<Ticket> {
    const resolved = await this.#resolve(work, id, etag, solution);
    for (const child of resolved.children.filter(isActive)) await this.#resolve(work, child.id, '', solution);
    return resolved;
  }

  async #resolve(work: Work, id: string, etag: string, solution: string): Promise<Ticket> {
    const resolverId = work.actor.subjectId;
    const resolved = await this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      return this.#told(work, resolve(ticket, { solution, resolverId }, rules, work.now));
    });
    await tellFollowers(work, this.tickets, id, { occasion: 'resolved', message: solution });
    return resolved;
  }

  #told(work: Work, resolved: Ticket): Ticket {
    const { id: ticketId, number, estateId, requesterId = '', resolverId = '', solution } = resolved;
    const time = timestampFromDate(work.now);
    const event = { ticketId, number, estateId, requesterId, resolverId, time };
    work.tell(TicketResolvedSchema, event, about(resolved, solution));
    return resolved;
  }
}
