import {
  type StaffPostsChanged,
  StaffPostsChangedSchema,
  type TenantChanged,
  TenantChangedSchema,
  type TiesChanged,
  TiesChangedSchema,
} from '@anju/contracts/directory';
import { type AccountChanged, AccountChangedSchema } from '@anju/contracts/identity';
import { EventHandlers, On } from '@anju/messaging';
import { keepPosts, keepSignInEnd, keepTenant, keepTies, type Work } from '@anju/tenancy';
import { timestampDate } from '@bufbuild/protobuf/wkt';

/** Keeps, in every service, who may reach what: that is why nobody asks the directory in a hot path. */
@EventHandlers()
export class AccessEvents {
  @On(TenantChangedSchema)
  async tenantChanged(event: TenantChanged, work: Work): Promise<void> {
    await keepTenant(work, event.tenantId, event.code);
  }

  @On(StaffPostsChangedSchema)
  async staffPostsChanged(event: StaffPostsChanged, work: Work): Promise<void> {
    const posts = event.posts.map(({ post, estateIds }) => ({
      post,
      estates: estateIds.length > 0 ? estateIds : null,
    }));
    await keepPosts(work, event.staffId, posts, event.time ? timestampDate(event.time) : work.now);
  }

  /** Locked, or a new password: the tokens that are about end here too, not when they run out. */
  @On(AccountChangedSchema)
  async accountChanged({ accountId }: AccountChanged, work: Work): Promise<void> {
    await keepSignInEnd(work, accountId);
  }

  @On(TiesChangedSchema)
  async tiesChanged(event: TiesChanged, work: Work): Promise<void> {
    await keepTies(
      work,
      event.persons.map(({ personId, ties }) => ({
        id: personId,
        estates: [...new Set(ties.map((tie) => tie.estateId))],
      })),
    );
  }
}
