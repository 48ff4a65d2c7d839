import type { ReturnCommitmentRequest } from '@anju/contracts/ticketing';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { returnCommitment } from '../domain/commitment.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellAsked, tellCommitment } from './telling.js';

/** Article 7(3): work that is not good goes back to its department. */
export class ReturnCommitment {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, { id, etag, reason, dueTime }: ReturnCommitmentRequest): Promise<Ticket> {
    const ticketId = await this.tickets.ticketOf(work, 'commitment', id);
    return this.tickets.change(work, ticketId, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const by = { reason, dueAt: dueTime && timestampDate(dueTime) };
      const asked = returnCommitment(ticket, id, by, rules, work.now);
      const returned = asked.commitments.find((one) => one.id === id);
      if (returned) tellCommitment(work, asked, returned, reason);
      tellAsked(work, asked, reason);
      return asked;
    });
  }
}
