import { Post } from '@anju/contracts/options';
import { type AssignTicketRequest, TicketAssignedSchema } from '@anju/contracts/ticketing';
import { DomainError } from '@anju/kernel';
import { assign } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { DirectoryProjection } from '../store/directory.projection.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';

const servicePosts = [Post.SERVICE_MANAGER, Post.SERVICE_SPECIALIST];

/** Somebody of the desk takes the case on. */
export class AssignTicket {
  constructor(
    private readonly tickets: TicketStore,
    private readonly directory: DirectoryProjection,
  ) {}

  async run(work: Work, { id, etag, assigneeId }: AssignTicketRequest): Promise<Ticket> {
    const { estateId } = await this.tickets.get(work, id);
    work.actor.require('ticketing.handle', estateId);
    if (!(await this.directory.staffHolds(work, assigneeId, estateId, servicePosts))) {
      throw new DomainError('ticketing.assignee_unfit', 'invalid', {}, [
        { field: 'assigneeId', rule: 'service_post' },
      ]);
    }
    return this.tickets.change(work, id, etag, (ticket) => {
      const assigned = assign(ticket, assigneeId, work.now);
      const event = {
        ticketId: id,
        number: assigned.number,
        estateId,
        assigneeId,
        staffId: work.actor.subjectId,
      };
      work.tell(TicketAssignedSchema, event, about(assigned));
      return assigned;
    });
  }
}
