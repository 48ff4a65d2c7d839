import { type CloseTicketRequest, TicketClosedSchema } from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { close } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about, TicketStore } from '../store/ticket.store.js';

/** Closes a case that has nothing open. */
export class CloseTicket {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag }: CloseTicketRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.close', ticket.estateId);
      const closed = close(ticket, rules, work.now);
      const { number, estateId, requesterId = '', resolverId = '' } = closed;
      const by = { staffId: work.actor.subjectId, time: timestampFromDate(work.now) };
      work.tell(
        TicketClosedSchema,
        { ticketId: id, number, estateId, requesterId, resolverId, ...by },
        about(closed),
      );
      return closed;
    });
  }
}
