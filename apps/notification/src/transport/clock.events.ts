import { enumName } from '@anju/contracts';
import { Post, PostSchema } from '@anju/contracts/options';
import {
  type CommitmentOverdue,
  CommitmentOverdueSchema,
  type CommitmentWarned,
  CommitmentWarnedSchema,
  type EscalationAcknowledged,
  EscalationAcknowledgedSchema,
  PromiseKindSchema,
  type PromiseWarned,
  PromiseWarnedSchema,
  type TicketEscalated,
  TicketEscalatedSchema,
} from '@anju/contracts/ticketing';
import { EventHandlers, On } from '@anju/messaging';
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt';
import { Notify } from '../app/notify.js';
import { localTime, templates } from '../domain/templates.js';
import type { Work } from '../store/database.js';
import { NoticeStore } from '../store/notice.store.js';
import { RecipientStore } from '../store/recipient.store.js';

const ticket = (subjectId: string) => ({ subjectType: 'ticket', subjectId });

/** Times that come near or were missed, and the ladder that goes up until somebody takes note. */
@EventHandlers()
export class ClockEvents {
  constructor(
    private readonly notify: Notify,
    private readonly notices: NoticeStore,
    private readonly recipients: RecipientStore,
  ) {}

  @On(PromiseWarnedSchema)
  async promiseWarned(event: PromiseWarned, work: Work): Promise<void> {
    const kind = enumName(PromiseKindSchema, event.kind);
    const words = templates.promise_warned(event.number, kind, await this.#due(work, event));
    const to = { staffId: event.assigneeId, post: Post.SERVICE_SPECIALIST, estateId: event.estateId };
    await this.notify.oneOrHolders(work, to, {
      ...ticket(event.ticketId),
      template: 'promise_warned',
      words,
    });
  }

  @On(CommitmentWarnedSchema)
  async commitmentWarned(event: CommitmentWarned, work: Work): Promise<void> {
    const words = templates.commitment_warned(event.number, await this.#due(work, event));
    const to = { post: event.department, estateId: event.estateId };
    await this.notify.holders(work, to, { ...ticket(event.ticketId), template: 'commitment_warned', words });
  }

  /**
   * The ladder of a missed commitment begins at the department and passes over the desk, which owes the requester an
   * answer all the same. Who also belongs to the department hears of it by the ladder already.
   */
  @On(CommitmentOverdueSchema)
  async commitmentOverdue(event: CommitmentOverdue, work: Work): Promise<void> {
    const { estateId, department } = event;
    const words = templates.commitment_overdue(event.number, enumName(PostSchema, department));
    const but = await this.recipients.holders(work, department, estateId);
    const to = { post: Post.SERVICE_SPECIALIST, estateId, but };
    await this.notify.holders(work, to, { ...ticket(event.ticketId), template: 'commitment_overdue', words });
  }

  @On(TicketEscalatedSchema)
  async ticketEscalated(event: TicketEscalated, work: Work): Promise<void> {
    if (await this.notices.wasNoted(work, event.escalationId)) return;
    const { number, level, post, estateId, assigneeId: staffId, escalationId: sourceId } = event;
    const missed = {
      promise: enumName(PromiseKindSchema, event.promiseKind),
      department: enumName(PostSchema, event.department),
    };
    const words = templates.ticket_escalated(number, missed, level);
    const told = { ...ticket(event.ticketId), template: 'ticket_escalated', words, sourceId };
    await this.notify.oneOrHolders(work, { staffId, post, estateId }, told);
  }

  /** Acknowledging stops every later notice that is queued already; whoever did it is told nothing. */
  @On(EscalationAcknowledgedSchema)
  async escalationAcknowledged(event: EscalationAcknowledged, work: Work): Promise<void> {
    await this.notices.stop(work, event.escalationIds);
  }

  async #due(
    work: Work,
    { dueTime, estateId }: { dueTime?: Timestamp | undefined; estateId: string },
  ): Promise<string> {
    return localTime(
      dueTime ? timestampDate(dueTime) : work.now,
      await this.recipients.zoneOf(work, estateId),
    );
  }
}
