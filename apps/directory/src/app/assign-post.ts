import type { AssignPostRequest } from '@anju/contracts/directory';
import { DomainError } from '@anju/kernel';
import type { Work } from '../store/database.js';
import { sameReach, type StaffStore, type StaffView } from '../store/staff.store.js';
import { tellPosts } from './tell-posts.js';

/** Gives a post in some estates, or in all of them. */
export class AssignPost {
  constructor(private readonly staff: StaffStore) {}

  async run(work: Work, { id, etag, post }: AssignPostRequest): Promise<StaffView> {
    if (!post) throw new DomainError('invalid_request', 'invalid', {}, [{ field: 'post', rule: 'required' }]);
    const before = await this.staff.lock(work, id, etag);
    await this.staff.requireEstates(work, post.estateIds, 'post.estateIds');
    if (before.posts.some((held) => held.post === (post.post as number) && sameReach(held, post)))
      throw new DomainError('directory.post_held', 'conflict', {}, [{ field: 'post', rule: 'unique' }]);
    await this.staff.givePost(work, work.actor.tenantId, id, post);
    const after = await this.staff.get(work, id);
    tellPosts(work, id, after.posts);
    return after;
  }
}
