import { type ResolveTicketRequest, TicketResolvedSchema } from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { resolve } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about, TicketStore } from '../store/ticket.store.js';
import { tellNewNotices } from './telling.js';

/** The solution is recorded and told. */
export class ResolveTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag, solution }: ResolveTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const resolverId = work.actor.subjectId;
      const resolved = resolve(ticket, { solution, resolverId }, rules, work.now);
      const { number, estateId, requesterId = '' } = resolved;
      const event = {
        ticketId: id,
        number,
        estateId,
        requesterId,
        resolverId,
        time: timestampFromDate(work.now),
      };
      work.tell(TicketResolvedSchema, event, about(resolved, solution));
      tellNewNotices(work, ticket, resolved);
      return resolved;
    });
  }
}
