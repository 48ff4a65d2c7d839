import type { CreateStaffRequest } from '@anju/contracts/directory';
import { DomainError } from '@anju/kernel';
import type { Work } from '../store/database.js';
import { sameReach, type StaffStore, type StaffView } from '../store/staff.store.js';
import { tellPosts } from './tell-posts.js';

/** Takes on a member of staff, with the posts of Article 6 to begin with. */
export class CreateStaff {
  constructor(private readonly staff: StaffStore) {}

  async run(work: Work, { posts, ...person }: CreateStaffRequest): Promise<StaffView> {
    await this.staff.requireDepartment(work, person.departmentId);
    for (const [index, post] of posts.entries()) {
      await this.staff.requireEstates(work, post.estateIds, `posts[${index}].estateIds`);
      if (posts.slice(0, index).some((other) => other.post === post.post && sameReach(other, post)))
        throw new DomainError('directory.post_held', 'conflict', {}, [
          { field: `posts[${index}]`, rule: 'unique' },
        ]);
    }
    const id = await this.staff.add(work, work.actor.tenantId, person);
    for (const post of posts) await this.staff.givePost(work, work.actor.tenantId, id, post);
    tellPosts(work, id, posts);
    return this.staff.get(work, id);
  }
}
