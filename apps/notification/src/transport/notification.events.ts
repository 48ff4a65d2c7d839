import { enumName } from '@anju/contracts';
import { type EstateChanged, EstateChangedSchema } from '@anju/contracts/directory';
import {
  type ApprovalDecided,
  ApprovalDecidedSchema,
  ApprovalState,
  type ApprovalOpened,
  ApprovalOpenedSchema,
} from '@anju/contracts/leadership';
import {
  type CommitmentChanged,
  CommitmentChangedSchema,
  type CommitmentRequested,
  CommitmentRequestedSchema,
  CommitmentState,
  PromiseKindSchema,
  type RequesterNoticeRequested,
  RequesterNoticeRequestedSchema,
  type TicketAssigned,
  TicketAssignedSchema,
} from '@anju/contracts/ticketing';
import { EventHandlers, On } from '@anju/messaging';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Notify } from '../app/notify.js';
import { recorded, templates, type Words } from '../domain/templates.js';
import type { Work } from '../store/database.js';
import { NoticeStore } from '../store/notice.store.js';

const commitmentWords: Readonly<Partial<Record<CommitmentState, string>>> = {
  [CommitmentState.ACCEPTED]: '已接受',
  [CommitmentState.DECLINED]: '已拒绝',
  [CommitmentState.FULFILLED]: '已完成',
};

const approvalWords: Readonly<Partial<Record<ApprovalState, string>>> = {
  [ApprovalState.GRANTED]: '已同意',
  [ApprovalState.REFUSED]: '已驳回',
  [ApprovalState.RETURNED]: '已退回补充',
};

const ticket = (subjectId: string) => ({ subjectType: 'ticket', subjectId });

@EventHandlers()
export class NotificationEvents {
  constructor(
    private readonly notify: Notify,
    private readonly notices: NoticeStore,
  ) {}

  @On(EstateChangedSchema)
  async estateChanged(event: EstateChanged, work: Work): Promise<void> {
    await this.notices.keepEstate(work, event);
  }

  @On(RequesterNoticeRequestedSchema)
  async requesterNoticeRequested(event: RequesterNoticeRequested, work: Work): Promise<void> {
    if (event.requesterId === '') return;
    const words = await this.#requesterWords(event, work);
    const { noticeId: sourceId, requesterId: recipientId, ticketId, occasion } = event;
    const asked = {
      ...ticket(ticketId),
      sourceId,
      recipientId,
      template: occasion,
      words,
      needsWords: words.body === '',
    };
    await this.notify.run(work, asked);
  }

  @On(CommitmentRequestedSchema)
  async commitmentRequested(event: CommitmentRequested, work: Work): Promise<void> {
    const asked = {
      ...ticket(event.ticketId),
      template: 'commitment_requested',
      words: templates.commitment_requested(event.number),
    };
    await this.notify.holders(work, { post: event.department, estateId: event.estateId, but: '' }, asked);
  }

  @On(CommitmentChangedSchema)
  async commitmentChanged(event: CommitmentChanged, work: Work): Promise<void> {
    const state = commitmentWords[event.state];
    if (!state || event.assigneeId === '' || event.assigneeId === event.staffId) return;
    const words = templates.commitment_changed(event.number, state);
    await this.notify.run(work, {
      ...ticket(event.ticketId),
      template: 'commitment_changed',
      words,
      recipientId: event.assigneeId,
    });
  }

  @On(TicketAssignedSchema)
  async ticketAssigned(event: TicketAssigned, work: Work): Promise<void> {
    if (event.assigneeId === event.staffId) return;
    const words = templates.ticket_assigned(event.number);
    await this.notify.run(work, {
      ...ticket(event.ticketId),
      template: 'ticket_assigned',
      words,
      recipientId: event.assigneeId,
    });
  }

  @On(ApprovalOpenedSchema)
  async approvalOpened(event: ApprovalOpened, work: Work): Promise<void> {
    const words = templates.approval_opened(event.subjectNumber);
    const asked = {
      subjectType: 'approval',
      subjectId: event.approvalId,
      template: 'approval_opened',
      words,
    };
    await this.notify.holders(work, { post: event.post, estateId: event.estateId, but: '' }, asked);
  }

  @On(ApprovalDecidedSchema)
  async approvalDecided(event: ApprovalDecided, work: Work): Promise<void> {
    const state = approvalWords[event.state];
    if (!state || event.requesterId === '') return;
    const words = templates.approval_decided(event.subjectNumber, state);
    await this.notify.run(work, {
      ...ticket(event.subjectId),
      template: 'approval_decided',
      words,
      recipientId: event.requesterId,
    });
  }

  async #requesterWords(event: RequesterNoticeRequested, work: Work): Promise<Words> {
    if (event.occasion === 'progress') return templates.progress(event.number);
    if (event.occasion === 'resolved') return templates.resolved(event.number);
    const promises = event.promises.map(({ kind, dueTime }) => ({
      kind: enumName(PromiseKindSchema, kind),
      dueAt: dueTime ? timestampDate(dueTime) : work.now,
    }));
    return recorded(event.number, promises, await this.notices.zoneOf(work, event.estateId));
  }
}
