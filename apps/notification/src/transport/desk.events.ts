import {
  type CommitmentChanged,
  CommitmentChangedSchema,
  type CommitmentRequested,
  CommitmentRequestedSchema,
  CommitmentState,
  type TicketAssigned,
  TicketAssignedSchema,
  type TicketMessageAdded,
  TicketMessageAddedSchema,
  type VisitDue,
  VisitDueSchema,
} from '@anju/contracts/ticketing';
import { Post } from '@anju/contracts/options';
import { EventHandlers, On } from '@anju/messaging';
import { Notify } from '../app/notify.js';
import { templates } from '../domain/templates.js';
import type { Work } from '../store/database.js';

const commitmentWords: Readonly<Partial<Record<CommitmentState, string>>> = {
  [CommitmentState.ACCEPTED]: '已接受',
  [CommitmentState.DECLINED]: '已拒绝',
  [CommitmentState.FULFILLED]: '已完成',
};

const ticket = (subjectId: string) => ({ subjectType: 'ticket', subjectId });

/** Work that comes to the desk and to departments. */
@EventHandlers()
export class DeskEvents {
  constructor(private readonly notify: Notify) {}

  @On(CommitmentRequestedSchema)
  async commitmentRequested(event: CommitmentRequested, work: Work): Promise<void> {
    const told = {
      ...ticket(event.ticketId),
      template: 'commitment_requested',
      words: templates.commitment_requested(event.number),
    };
    await this.notify.holders(work, { post: event.department, estateId: event.estateId }, told);
  }

  @On(CommitmentChangedSchema)
  async commitmentChanged(event: CommitmentChanged, work: Work): Promise<void> {
    const state = commitmentWords[event.state];
    if (!state || event.assigneeId === '' || event.assigneeId === event.staffId) return;
    await this.notify.run(work, {
      ...ticket(event.ticketId),
      template: 'commitment_changed',
      words: templates.commitment_changed(event.number, state),
      recipientId: event.assigneeId,
    });
  }

  @On(TicketAssignedSchema)
  async ticketAssigned(event: TicketAssigned, work: Work): Promise<void> {
    if (event.assigneeId === event.staffId) return;
    await this.notify.run(work, {
      ...ticket(event.ticketId),
      template: 'ticket_assigned',
      words: templates.ticket_assigned(event.number),
      recipientId: event.assigneeId,
    });
  }

  /** What staff write reaches the requester by a notice of its own; notes among staff reach nobody. */
  @On(TicketMessageAddedSchema)
  async ticketMessageAdded(event: TicketMessageAdded, work: Work): Promise<void> {
    if (event.authorKind !== 'resident') return;
    const to = { staffId: event.assigneeId, post: Post.SERVICE_SPECIALIST, estateId: event.estateId };
    const words = templates.ticket_message(event.number);
    await this.notify.oneOrHolders(work, to, {
      ...ticket(event.ticketId),
      template: 'ticket_message',
      words,
    });
  }

  /** Article 7(6): by somebody else than whoever resolved it. */
  @On(VisitDueSchema)
  async visitDue(event: VisitDue, work: Work): Promise<void> {
    const to = { post: Post.SERVICE_SPECIALIST, estateId: event.estateId, but: [event.resolverId] };
    const words = templates.visit_due(event.number);
    await this.notify.holders(work, to, { ...ticket(event.ticketId), template: 'visit_due', words });
  }
}
