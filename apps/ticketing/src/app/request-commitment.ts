import { enumName } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import type { RequestCommitmentRequest } from '@anju/contracts/ticketing';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { requestCommitment } from '../domain/commitment.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellAsked } from './telling.js';

/** Article 7(3): a department is asked to commit itself. */
export class RequestCommitment {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, request: RequestCommitmentRequest): Promise<Ticket> {
    return this.tickets.change(work, request.id, request.etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const dueAt = request.dueTime && timestampDate(request.dueTime);
      const asking = {
        department: enumName(PostSchema, request.department),
        request: request.request,
        dueAt,
      };
      const asked = requestCommitment(ticket, asking, rules, work.now);
      tellAsked(work, asked, request.request);
      return asked;
    });
  }
}
