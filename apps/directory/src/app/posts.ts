import { Post } from '@anju/contracts/options';
import {
  type AssignPostRequest,
  type CreateStaffRequest,
  type EndPostRequest,
  StaffPostsChangedSchema,
} from '@anju/contracts/directory';
import { DomainError } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import type { Work } from '../store/database.js';
import { type HeldPost, StaffStore, type StaffView } from '../store/staff.store.js';

/** All posts somebody holds now; access everywhere follows from it within seconds. */
export function tellPosts(
  work: Work,
  staffId: string,
  posts: readonly Pick<HeldPost, 'post' | 'estateIds'>[],
): void {
  const held = posts.map(({ post, estateIds }) => ({ post, estateIds: [...estateIds] }));
  work.tell(
    StaffPostsChangedSchema,
    { staffId, posts: held, time: timestampFromDate(work.now) },
    { subject: staffId },
  );
}

const sameReach = (a: readonly string[], b: readonly string[]) =>
  [...a].sort().join() === [...b].sort().join();

/** Members of staff and the posts of Article 6 they hold. */
@Injectable()
export class Posts {
  constructor(private readonly staff: StaffStore) {}

  async create(work: Work, { posts, ...person }: CreateStaffRequest): Promise<StaffView> {
    await this.staff.requireDepartment(work, person.departmentId);
    for (const [index, post] of posts.entries())
      await this.staff.requireEstates(work, post.estateIds, `posts[${index}].estateIds`);
    const { id } = await this.staff.add(work, work.actor.tenantId, person);
    for (const post of posts) await this.staff.givePost(work, work.actor.tenantId, id, post);
    tellPosts(work, id, posts);
    return this.staff.get(work, id);
  }

  async assign(work: Work, { id, etag, post }: AssignPostRequest): Promise<StaffView> {
    if (!post) throw new DomainError('invalid_request', 'invalid', {}, [{ field: 'post', rule: 'required' }]);
    const before = await this.staff.lock(work, id, etag);
    await this.staff.requireEstates(work, post.estateIds, 'post.estateIds');
    const held = before.posts.some(
      (one) => one.post === (post.post as number) && sameReach(one.estateIds, post.estateIds),
    );
    if (held) throw new DomainError('directory.post_held', 'conflict');
    await this.staff.givePost(work, work.actor.tenantId, id, post);
    return this.#changed(work, id);
  }

  async end(work: Work, { id, etag, assignmentId }: EndPostRequest): Promise<StaffView> {
    const before = await this.staff.lock(work, id, etag);
    const ending = before.posts.find((one) => one.id === assignmentId);
    if (!ending)
      throw new DomainError('directory.assignment_unknown', 'not_found', {}, [
        { field: 'assignmentId', rule: 'known' },
      ]);
    const administrator = ending.post === (Post.ADMINISTRATOR as number);
    const other = before.posts.some((one) => one !== ending && one.post === ending.post);
    if (administrator && !other && (await this.staff.holders(work, ending.post)) === 1) {
      throw new DomainError('directory.last_administrator', 'conflict');
    }
    await this.staff.endPost(work, assignmentId);
    return this.#changed(work, id);
  }

  async #changed(work: Work, id: string): Promise<StaffView> {
    const staff = await this.staff.get(work, id);
    tellPosts(work, id, staff.posts);
    return staff;
  }
}
