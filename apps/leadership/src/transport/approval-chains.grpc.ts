import {
  ApprovalChainService,
  type CreateApprovalChainRequest,
  type DeleteApprovalChainRequest,
  type ListApprovalChainsRequest,
} from '@anju/contracts/leadership';
import { GrpcService } from '@anju/platform';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SetChains } from '../app/set-chains.js';
import type { Chain } from '../domain/chain.js';
import { ChainStore } from '../store/chain.store.js';
import type { Work } from '../store/database.js';
import { contractPost } from '../store/posts.js';

const message = ({ id, duty, category, fromFen, posts, createdAt, createdBy }: Chain) => ({
  ...{ id, duty, category, fromFen, staffId: createdBy },
  posts: posts.map(contractPost),
  createTime: timestampFromDate(createdAt),
});

@GrpcService(ApprovalChainService)
export class ApprovalChainsGrpc {
  constructor(
    private readonly setting: SetChains,
    private readonly chains: ChainStore,
  ) {}

  async createApprovalChain(request: CreateApprovalChainRequest, work: Work) {
    return message(await this.setting.set(work, request));
  }

  async listApprovalChains(_: ListApprovalChainsRequest, work: Work) {
    return { chains: (await this.chains.current(work)).map(message) };
  }

  async deleteApprovalChain({ id }: DeleteApprovalChainRequest, work: Work) {
    return message(await this.chains.end(work, id));
  }
}
