import type { CreateApprovalChainRequest } from '@anju/contracts/leadership';
import { DomainError, newId } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { Chain } from '../domain/chain.js';
import { ChainStore } from '../store/chain.store.js';
import type { Work } from '../store/database.js';
import { stepPost } from '../store/posts.js';

const most = 200;

/** The company says who decides what, and in which order. */
@Injectable()
export class SetChains {
  constructor(private readonly chains: ChainStore) {}

  async set(work: Work, { duty, category, fromFen, posts }: CreateApprovalChainRequest): Promise<Chain> {
    if ((await this.chains.current(work)).length >= most)
      throw new DomainError('leadership.too_many_chains', 'conflict', { most: String(most) });
    const chain = {
      ...{ id: newId(), duty, category: category.trim(), fromFen, posts: posts.map(stepPost) },
      ...{ createdAt: work.now, createdBy: work.actor.subjectId },
    };
    if (!(await this.chains.add(work, chain))) throw new DomainError('leadership.chain_exists', 'conflict');
    return chain;
  }
}
