import { NotificationService } from '@anju/contracts/notification';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { Mail } from './app/mail.js';
import { Notify } from './app/notify.js';
import { Sender } from './app/sender.js';
import { ownSettings } from './settings.js';
import { connect } from './store/database.js';
import { NoticeStore } from './store/notice.store.js';
import { RecipientStore } from './store/recipient.store.js';
import { ClockEvents } from './transport/clock.events.js';
import { ApprovalEvents } from './transport/approval.events.js';
import { DeskEvents } from './transport/desk.events.js';
import { NotificationEvents } from './transport/notification.events.js';
import { NotificationGrpc } from './transport/notification.grpc.js';

@Module({
  controllers: [NotificationGrpc, NotificationEvents, DeskEvents, ClockEvents, ApprovalEvents],
  providers: [NoticeStore, RecipientStore, Notify, Mail, Sender],
})
class NotificationModule {}

export const notification: ServiceDefinition = {
  name: 'notification',
  folder: join(import.meta.dirname, '..'),
  module: NotificationModule,
  rpc: [NotificationService],
  connect,
  settings: ownSettings,
};
