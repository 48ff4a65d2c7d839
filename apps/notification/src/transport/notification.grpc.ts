import { enumNumber } from '@anju/contracts';
import {
  DeliveryStateSchema,
  type ListNoticesRequest,
  NoticeChannelSchema,
  type NoticeSchema,
  NotificationService,
  type ReadNoticeRequest,
} from '@anju/contracts/notification';
import { GrpcService } from '@anju/platform';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Work } from '../store/database.js';
import { type NoticeRow, NoticeStore } from '../store/notice.store.js';

const toMessage = (row: NoticeRow): MessageInitShape<typeof NoticeSchema> => ({
  ...{ id: row.id, template: row.template, title: row.title, body: row.body },
  ...{ subjectType: row.subjectType, subjectId: row.subjectId },
  createTime: timestampFromDate(row.createdAt),
  ...(row.readAt ? { readTime: timestampFromDate(row.readAt) } : {}),
  deliveries: row.deliveries.map(({ channel, state, reason, changedAt }) => ({
    channel: enumNumber(NoticeChannelSchema, channel),
    state: enumNumber(DeliveryStateSchema, state),
    reason,
    time: timestampFromDate(changedAt),
  })),
});

@GrpcService(NotificationService)
export class NotificationGrpc {
  constructor(private readonly notices: NoticeStore) {}

  async listNotices({ unread, pageSize, pageToken }: ListNoticesRequest, work: Work) {
    const { notices, next } = await this.notices.list(work, unread, pageSize, pageToken);
    return { notices: notices.map(toMessage), nextPageToken: next };
  }

  async readNotice({ id }: ReadNoticeRequest, work: Work) {
    await this.notices.get(work, id);
    await this.notices.markRead(work, id);
    return toMessage(await this.notices.get(work, id));
  }
}
