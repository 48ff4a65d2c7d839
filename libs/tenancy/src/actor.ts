import { accessOf, methods, permissionPosts } from '@anju/contracts';
import { Audience, type Post } from '@anju/contracts/options';
import { DomainError } from '@anju/kernel';

export type ActorKind = 'staff' | 'resident' | 'operator' | 'service' | 'system' | 'anonymous';

/** The tenant of rows that belong to the installation and to no company: logins, sessions, the issuer's records. */
export const PLATFORM_TENANT = '00000000-0000-0000-0000-000000000000';

/** A post held in some estates, or in all of them. */
export interface PostGrant {
  readonly post: Post;
  readonly estates: readonly string[] | null;
}

/** What the projection of the directory says a person may reach. */
export interface Grants {
  readonly posts: readonly PostGrant[];
  /** Estates of a resident's units. */
  readonly estates: readonly string[];
}

export interface Identity {
  readonly kind: ActorKind;
  readonly tenantId: string;
  /** The member of staff or the person; empty for others. */
  readonly subjectId: string;
  readonly accountId: string;
  /** When the token was issued; whole seconds. */
  readonly issuedAt?: Date | undefined;
}

const residentPermissions = new Set(
  methods
    .map(accessOf)
    .filter((access) => access.audience.includes(Audience.RESIDENT))
    .map((access) => access.permission),
);

/** Somebody who does something, and how far that reaches. */
export class Actor implements Identity {
  readonly kind: ActorKind;
  readonly tenantId: string;
  readonly subjectId: string;
  readonly accountId: string;

  constructor(
    identity: Identity,
    readonly grants: Grants = { posts: [], estates: [] },
  ) {
    this.kind = identity.kind;
    this.tenantId = identity.tenantId;
    this.subjectId = identity.subjectId;
    this.accountId = identity.accountId;
  }

  /** The software itself at work for a company, such as a consumer or a timer. */
  static system(tenantId: string): Actor {
    return new Actor({ kind: 'system', tenantId, subjectId: '', accountId: '' });
  }

  /** Estates in which the permission holds. */
  estates(permission: string): 'all' | readonly string[] {
    if (this.kind === 'system' || this.kind === 'service') return 'all';
    if (this.kind === 'resident') return residentPermissions.has(permission) ? this.grants.estates : [];
    const posts = permissionPosts.get(permission) ?? [];
    return this.#reach(this.grants.posts.filter((grant) => posts.includes(grant.post)));
  }

  /** Estates in which a member of staff holds any post at all. */
  get reach(): 'all' | readonly string[] {
    return this.#reach(this.grants.posts);
  }

  /** Whether the permission holds, in that estate when one is named. */
  can(permission: string, estateId?: string): boolean {
    return within(this.estates(permission), estateId);
  }

  require(permission: string, estateId?: string): void {
    if (!this.can(permission, estateId)) throw new DomainError('forbidden', 'forbidden', { permission });
  }

  /** Whether the actor holds the post, in that estate when one is named. */
  holds(post: Post, estateId?: string): boolean {
    return within(this.#reach(this.grants.posts.filter((grant) => grant.post === post)), estateId);
  }

  #reach(grants: readonly PostGrant[]): 'all' | readonly string[] {
    if (grants.some((grant) => grant.estates === null)) return 'all';
    return [...new Set(grants.flatMap((grant) => grant.estates ?? []))];
  }
}

const within = (estates: 'all' | readonly string[], estateId?: string): boolean =>
  estates === 'all' || (estateId === undefined ? estates.length > 0 : estates.includes(estateId));
