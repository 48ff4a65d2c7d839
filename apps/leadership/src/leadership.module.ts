import { LeadershipService } from '@anju/contracts/leadership';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { DecideApproval } from './app/decide-approval.js';
import { OpenApproval } from './app/open-approval.js';
import { ApprovalStore } from './store/approval.store.js';
import { connect } from './store/database.js';
import { LeadershipEvents } from './transport/leadership.events.js';
import { LeadershipGrpc } from './transport/leadership.grpc.js';

@Module({
  controllers: [LeadershipGrpc, LeadershipEvents],
  providers: [ApprovalStore, OpenApproval, DecideApproval],
})
class LeadershipModule {}

export const leadership: ServiceDefinition = {
  name: 'leadership',
  folder: join(import.meta.dirname, '..'),
  module: LeadershipModule,
  rpc: [LeadershipService],
  connect,
};
