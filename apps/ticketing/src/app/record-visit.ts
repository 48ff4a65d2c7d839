import { enumName } from '@anju/contracts';
import { type RecordVisitRequest, TicketVisitedSchema, VisitMethodSchema } from '@anju/contracts/ticketing';
import { visit } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellReopened } from './telling.js';

/** Article 7(6): the follow-up visit. */
export class RecordVisit {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, request: RecordVisitRequest): Promise<Ticket> {
    return this.tickets.change(work, request.id, request.etag, (ticket, rules) => {
      work.actor.require('ticketing.visit', ticket.estateId);
      const { reached, satisfaction, solved, comment } = request;
      const method = enumName(VisitMethodSchema, request.method);
      const attempt = {
        method,
        reached,
        satisfaction,
        solved,
        comment,
        staffId: work.actor.subjectId,
        at: work.now,
      };
      const visited = visit(ticket, attempt, rules);
      const { id: ticketId, estateId, requesterId = '', resolverId = '' } = visited;
      const event = {
        ticketId,
        estateId,
        requesterId,
        reached,
        satisfaction,
        solved,
        staffId: attempt.staffId,
        resolverId,
      };
      work.tell(TicketVisitedSchema, event, about(visited, comment));
      if (visited.state === 'in_progress') tellReopened(work, visited, comment);
      return visited;
    });
  }
}
