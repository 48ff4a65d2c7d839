import { StaffPostsChangedSchema } from '@anju/contracts/directory';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Work } from '../store/database.js';
import type { HeldPost } from '../store/staff.store.js';

/** All posts somebody holds now; access everywhere follows from it within seconds. */
export function tellPosts(
  work: Work,
  staffId: string,
  posts: readonly Pick<HeldPost, 'post' | 'estateIds'>[],
): void {
  const held = posts.map(({ post, estateIds }) => ({ post, estateIds: [...estateIds] }));
  const event = { staffId, posts: held, time: timestampFromDate(work.now) };
  work.tell(StaffPostsChangedSchema, event, { subject: staffId });
}
