import type { EndPostRequest } from '@anju/contracts/directory';
import { Post } from '@anju/contracts/options';
import { DomainError } from '@anju/kernel';
import type { Work } from '../store/database.js';
import type { HeldPost, StaffStore, StaffView } from '../store/staff.store.js';
import { tellPosts } from './tell-posts.js';

/** Takes a post away; whoever holds it loses access everywhere within seconds. */
export class EndPost {
  constructor(private readonly staff: StaffStore) {}

  async run(work: Work, { id, etag, assignmentId }: EndPostRequest): Promise<StaffView> {
    const before = await this.staff.lock(work, id, etag);
    const ending = before.posts.find((held) => held.id === assignmentId);
    if (!ending)
      throw new DomainError('directory.assignment_unknown', 'not_found', {}, [
        { field: 'assignmentId', rule: 'known' },
      ]);
    await this.#requireAnotherAdministrator(work, ending);
    await this.staff.endPost(work, assignmentId);
    const after = await this.staff.get(work, id);
    tellPosts(work, id, after.posts);
    return after;
  }

  /** Without one nobody could ever give a post again. */
  async #requireAnotherAdministrator(work: Work, ending: HeldPost): Promise<void> {
    if (ending.post !== (Post.ADMINISTRATOR as number)) return;
    const held = await this.staff.lockHolders(work, ending.post);
    if (held.every((assignmentId) => assignmentId === ending.id))
      throw new DomainError('directory.last_administrator', 'conflict');
  }
}
