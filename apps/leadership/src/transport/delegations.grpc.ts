import {
  type CreateDelegationRequest,
  DelegationService,
  type EndDelegationRequest,
  type ListDelegationsRequest,
} from '@anju/contracts/leadership';
import { GrpcService } from '@anju/platform';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { GiveDelegations } from '../app/give-delegations.js';
import { type Delegation, inForce } from '../domain/delegation.js';
import type { Work } from '../store/database.js';
import { DelegationStore } from '../store/delegation.store.js';

const message = ({ now }: Work, one: Delegation) => ({
  ...{ id: one.id, fromStaffId: one.fromStaffId, toStaffId: one.toStaffId, reason: one.reason },
  ...{ fromTime: timestampFromDate(one.fromAt), toTime: timestampFromDate(one.toAt) },
  createTime: timestampFromDate(one.createdAt),
  ...(one.endedAt ? { endTime: timestampFromDate(one.endedAt) } : {}),
  inForce: inForce(one, now),
});

@GrpcService(DelegationService)
export class DelegationsGrpc {
  constructor(
    private readonly giving: GiveDelegations,
    private readonly delegations: DelegationStore,
  ) {}

  async createDelegation(request: CreateDelegationRequest, work: Work) {
    return message(work, await this.giving.give(work, request));
  }

  async listDelegations(_: ListDelegationsRequest, work: Work) {
    return { delegations: (await this.delegations.own(work)).map((one) => message(work, one)) };
  }

  async endDelegation({ id }: EndDelegationRequest, work: Work) {
    return message(work, await this.giving.end(work, id));
  }
}
