import { enumName } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import { CommitmentRequestedSchema, type RequestCommitmentRequest } from '@anju/contracts/ticketing';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { requestCommitment } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about, TicketStore } from '../store/ticket.store.js';

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
      const commitment = asked.commitments.at(-1);
      if (commitment) {
        const { id: ticketId, number, estateId, unitId = '', category } = asked;
        const dueTime = timestampFromDate(commitment.dueAt);
        const event = { commitmentId: commitment.id, ticketId, number, estateId, unitId, category, dueTime };
        work.tell(
          CommitmentRequestedSchema,
          { ...event, department: request.department },
          about(asked, request.request),
        );
      }
      return asked;
    });
  }
}
