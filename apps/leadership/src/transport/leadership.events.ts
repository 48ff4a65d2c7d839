import {
  type ApprovalRequested,
  ApprovalRequestedSchema,
  type TicketEnded,
  TicketEndedSchema,
} from '@anju/contracts/ticketing';
import { EventHandlers, On } from '@anju/messaging';
import { tellDecided } from '../app/decide-approval.js';
import { OpenApproval } from '../app/open-approval.js';
import { withdraw } from '../domain/approval.js';
import { ApprovalStore } from '../store/approval.store.js';
import type { Work } from '../store/database.js';

@EventHandlers()
export class LeadershipEvents {
  constructor(
    private readonly opening: OpenApproval,
    private readonly approvals: ApprovalStore,
  ) {}

  @On(ApprovalRequestedSchema)
  async approvalRequested(event: ApprovalRequested, work: Work): Promise<void> {
    const {
      approvalId: id,
      ticketId: subjectId,
      number: subjectNumber,
      staffId: requesterId,
      estateId,
      category,
      amountFen,
    } = event;
    const request = {
      id,
      duty: 'ticketing',
      subjectId,
      subjectNumber,
      requesterId,
      estateId,
      category,
      amountFen,
    };
    await this.opening.run(work, { ...request, requestedAt: work.now });
  }

  @On(TicketEndedSchema)
  async ticketEnded(event: TicketEnded, work: Work): Promise<void> {
    for (const id of await this.approvals.undecided(work, event.ticketId)) {
      const ended = await this.approvals.change(work, id, '', (approval) => withdraw(approval, work.now));
      tellDecided(work, ended);
    }
  }
}
