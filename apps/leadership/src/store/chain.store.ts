import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { Chain } from '../domain/chain.js';
import type { ApprovalChain } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { contractPost, stepPost } from './posts.js';

const toChain = ({ posts, ...row }: ApprovalChain): Chain => ({ ...row, posts: posts.map(stepPost) });

@Injectable()
export class ChainStore {
  /** Chains that hold now, of one duty or of all, by duty, category and amount. */
  async current(work: Work, duty?: string): Promise<Chain[]> {
    const where = { tenantId: work.actor.tenantId, endedAt: null, ...(duty === undefined ? {} : { duty }) };
    const orderBy = [{ duty: 'asc' }, { category: 'asc' }, { fromFen: 'asc' }] as const;
    return (await work.tx.approvalChain.findMany({ where, orderBy: [...orderBy] })).map(toChain);
  }

  /** @returns whether there was none for the same category and amount */
  async add(work: Work, { posts, ...chain }: Chain): Promise<boolean> {
    const row = { ...chain, tenantId: work.actor.tenantId, posts: posts.map(contractPost) };
    const { count } = await work.tx.approvalChain.createMany({ data: [row], skipDuplicates: true });
    return count === 1;
  }

  /** Ends one that still holds; requests that are under way keep their steps. */
  async end(work: Work, id: string): Promise<Chain> {
    const where = { tenantId: work.actor.tenantId, id, endedAt: null };
    const data = { endedAt: work.now, endedBy: work.actor.subjectId };
    const [row] = await work.tx.approvalChain.updateManyAndReturn({ where, data });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toChain(row);
  }
}
