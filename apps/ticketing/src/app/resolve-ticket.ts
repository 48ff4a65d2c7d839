import { type ResolveTicketRequest, TicketResolvedSchema } from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { resolve } from '../domain/steps.js';
import { states, type Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { type Gone, lockKin } from '../store/ticket-rows.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellFollowers } from './tell-followers.js';

/** The solution is recorded and told; it answers every case that hangs on this one, and those that went into it. */
export class ResolveTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag, solution }: ResolveTicketRequest): Promise<Ticket> {
    const goneInto = await lockKin(work, [id]);
    const resolved = await this.#resolve(work, { id, etag, solution }, goneInto(id));
    // A child that waits for leadership stays, and holds its parent open.
    for (const child of resolved.children.filter(({ state }) => states.can(state, 'resolved')))
      await this.#resolve(work, { id: child.id, etag: '', solution }, goneInto(child.id));
    return resolved;
  }

  async #resolve(
    work: Work,
    { id, etag, solution }: Pick<ResolveTicketRequest, 'id' | 'etag' | 'solution'>,
    gone: readonly Gone[],
  ): Promise<Ticket> {
    const resolverId = work.actor.subjectId;
    const resolved = await this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      return this.#told(work, resolve(ticket, { solution, resolverId }, rules, work.now));
    });
    await tellFollowers(work, this.tickets, gone, { occasion: 'resolved', message: solution });
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
