import { ApprovalChainService, DelegationService, LeadershipService } from '@anju/contracts/leadership';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { DecideApproval } from './app/decide-approval.js';
import { GiveDelegations } from './app/give-delegations.js';
import { OpenApproval } from './app/open-approval.js';
import { SetChains } from './app/set-chains.js';
import { ApprovalStore } from './store/approval.store.js';
import { ChainStore } from './store/chain.store.js';
import { connect } from './store/database.js';
import { DelegationStore } from './store/delegation.store.js';
import { ApprovalChainsGrpc } from './transport/approval-chains.grpc.js';
import { DelegationsGrpc } from './transport/delegations.grpc.js';
import { LeadershipEvents } from './transport/leadership.events.js';
import { LeadershipGrpc } from './transport/leadership.grpc.js';

@Module({
  controllers: [LeadershipGrpc, ApprovalChainsGrpc, DelegationsGrpc, LeadershipEvents],
  providers: [
    ...[ApprovalStore, ChainStore, DelegationStore],
    ...[OpenApproval, DecideApproval, SetChains, GiveDelegations],
  ],
})
class LeadershipModule {}

export const leadership: ServiceDefinition = {
  name: 'leadership',
  folder: join(import.meta.dirname, '..'),
  module: LeadershipModule,
  rpc: [LeadershipService, ApprovalChainService, DelegationService],
  connect,
};
