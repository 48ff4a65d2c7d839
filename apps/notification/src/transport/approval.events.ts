import {
  type ApprovalDecided,
  ApprovalDecidedSchema,
  ApprovalState,
  type ApprovalOpened,
  ApprovalOpenedSchema,
  type DelegationChanged,
  DelegationChangedSchema,
} from '@anju/contracts/leadership';
import { EventHandlers, On } from '@anju/messaging';
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt';
import { Notify } from '../app/notify.js';
import { localTime, templates } from '../domain/templates.js';
import type { Work } from '../store/database.js';
import { RecipientStore } from '../store/recipient.store.js';

const approvalWords: Readonly<Partial<Record<ApprovalState, string>>> = {
  [ApprovalState.GRANTED]: '已同意',
  [ApprovalState.REFUSED]: '已驳回',
  [ApprovalState.RETURNED]: '已退回补充',
};

/** A delegation has no estate: its times are told in the company's zone, which is China's. */
const zone = 'Asia/Shanghai';

/** What those who approve, who stand in for them, and who asked are told. */
@EventHandlers()
export class ApprovalEvents {
  constructor(
    private readonly notify: Notify,
    private readonly recipients: RecipientStore,
  ) {}

  @On(ApprovalOpenedSchema)
  async approvalOpened(event: ApprovalOpened, work: Work): Promise<void> {
    const about = { subjectType: 'approval', subjectId: event.approvalId };
    const words = templates.approval_opened(event.subjectNumber);
    await this.notify.deciders(work, event, { ...about, template: 'approval_opened', words });
  }

  @On(ApprovalDecidedSchema)
  async approvalDecided(event: ApprovalDecided, work: Work): Promise<void> {
    const state = approvalWords[event.state];
    if (!state || event.requesterId === '') return;
    await this.notify.run(work, {
      ...{ subjectType: 'ticket', subjectId: event.subjectId },
      template: 'approval_decided',
      words: templates.approval_decided(event.subjectNumber, state),
      recipientId: event.requesterId,
    });
  }

  @On(DelegationChangedSchema)
  async delegationChanged(event: DelegationChanged, work: Work): Promise<void> {
    const { delegationId: id, fromStaffId, toStaffId, ended } = event;
    const at = (time: Timestamp | undefined) => (time ? timestampDate(time) : work.now);
    const [fromAt, toAt] = [at(event.fromTime), at(event.toTime)];
    await this.recipients.keepDelegation(work, { id, fromStaffId, toStaffId, fromAt, toAt });
    const words = ended
      ? templates.delegation_ended()
      : templates.delegation_given(localTime(fromAt, zone), localTime(toAt, zone));
    await this.notify.run(work, {
      ...{ subjectType: 'delegation', subjectId: id, recipientId: toStaffId, words },
      template: ended ? 'delegation_ended' : 'delegation_given',
    });
  }
}
