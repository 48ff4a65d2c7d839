import { DomainError } from '@anju/kernel';
import type { Actor } from '@anju/tenancy';
import type { Approval, Decider } from '../domain/approval.js';
import type { Work } from '../store/database.js';
import { DelegationStore } from '../store/delegation.store.js';
import { contractPost } from '../store/posts.js';

/**
 * In whose right the caller works on approvals: the own, and that of everybody whose delegation to the caller is in
 * force. Posts are looked up when they are used, so a delegator who lost them has nothing to hand over, and only their
 * own posts count, so nothing is passed on. The wall keeps the caller to estates of the caller's own posts.
 */
export class Rights {
  private constructor(
    private readonly actors: readonly Actor[],
    private readonly staffId: string,
  ) {}

  static async of(work: Work, permission: string, delegations: DelegationStore): Promise<Rights> {
    const actors = [work.actor, ...(await delegations.delegators(work))];
    if (!actors.some((actor) => actor.can(permission)))
      throw new DomainError('forbidden', 'forbidden', { permission });
    return new Rights(actors, work.actor.subjectId);
  }

  /** Estates whose approvals may be read. */
  estates(): 'all' | readonly string[] {
    const reach = this.actors.map((actor) => actor.estates('approval.read'));
    return reach.includes('all') ? 'all' : [...new Set(reach.flat())];
  }

  /** What one may not read does not exist. */
  requireSight({ estateId }: Approval): void {
    if (!this.actors.some((actor) => actor.can('approval.read', estateId)))
      throw new DomainError('not_found', 'not_found');
  }

  decider(estateId: string): Decider {
    const rights = this.actors.map((actor) => ({
      staffId: actor.subjectId,
      holds: (post: Parameters<typeof contractPost>[0]) => actor.holds(contractPost(post), estateId),
    }));
    return { staffId: this.staffId, rights };
  }
}
