import { ApprovalRequestedSchema, type RequestApprovalRequest } from '@anju/contracts/ticketing';
import { requestApproval } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';

/** Article 7(4): leadership is asked, with materials. */
export class RequestApproval {
  constructor(private readonly tickets: TicketStore) {}

  async run(work: Work, request: RequestApprovalRequest): Promise<Ticket> {
    return this.tickets.change(work, request.id, request.etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const { subject, materials, amountFen } = request;
      const asked = requestApproval(ticket, { subject, materials, amountFen }, rules, work.now);
      const approvalId = asked.approvals.at(-1)?.id ?? '';
      const { id: ticketId, number, estateId, category } = asked;
      const event = {
        approvalId,
        ticketId,
        number,
        estateId,
        category,
        amountFen,
        staffId: work.actor.subjectId,
      };
      work.tell(ApprovalRequestedSchema, event, about(asked, subject));
      return asked;
    });
  }
}
