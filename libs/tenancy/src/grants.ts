import type { Post } from '@anju/contracts/options';
import { DomainError } from '@anju/kernel';
import { LRUCache } from 'lru-cache';
import { type Grants, type Identity, PLATFORM_TENANT, type PostGrant } from './actor.js';
import type { Database } from './database.js';
import type { Work } from './work.js';

interface Row {
  posts: { post: Post; estates: string[] | null }[] | null;
  estates: string[] | null;
  ended_at: Date | null;
}

interface Reach {
  readonly grants: Grants;
  /** Start of the second in which the account's sign-ins were ended, in milliseconds. */
  readonly endedAt: number;
}

const none: Grants = { posts: [], estates: [] };

/** Reads a person's reach from the projection; a change is seen after at most `ttl` milliseconds. */
export class GrantReader {
  readonly #cache: LRUCache<string, Reach>;

  constructor(
    private readonly database: Database,
    ttl = 3_000,
  ) {
    this.#cache = new LRUCache({ max: 20_000, ttl });
  }

  /** What the bearer of a token may reach; refuses a token that is older than the end of its account's sign-ins. */
  async of(identity: Identity): Promise<Grants> {
    if (identity.kind === 'service' || identity.kind === 'anonymous') return none;
    const { kind, tenantId, subjectId, accountId, issuedAt } = identity;
    const key = `${kind} ${tenantId} ${subjectId} ${accountId}`;
    const known = this.#cache.get(key);
    const { grants, endedAt } = known ?? (await this.#read(identity));
    if (!known) this.#cache.set(key, { grants, endedAt });
    if (issuedAt && issuedAt.getTime() < endedAt) throw new DomainError('unauthenticated', 'unauthenticated');
    return grants;
  }

  async #read({ kind, tenantId, subjectId, accountId }: Identity): Promise<Reach> {
    const read = (work: Work) => work.tx.$queryRaw<Row[]>`
      SELECT g.posts, g.estates::text[] AS estates, e.ended_at FROM (SELECT anju_tenant() AS tenant_id) t
      LEFT JOIN access_grant g ON g.tenant_id = t.tenant_id AND g.kind = ${kind}
        AND g.subject_id = nullif(${subjectId}, '')::uuid
      LEFT JOIN sign_in_end e ON e.tenant_id = t.tenant_id AND e.account_id = ${accountId}`;
    const [row] = await this.database.as(tenantId || PLATFORM_TENANT, read, 3_000);
    const grants = { posts: row?.posts ?? [], estates: row?.estates ?? [] };
    // Tokens say whole seconds; one of the very second may be the sign-in with the new password.
    return { grants, endedAt: Math.floor((row?.ended_at?.getTime() ?? 0) / 1000) * 1000 };
  }

  forget(): void {
    this.#cache.clear();
  }
}

/** Keeps what the directory says of a member of staff; an older state never replaces a newer one. */
export async function keepPosts(
  work: Work,
  staffId: string,
  posts: readonly PostGrant[],
  at: Date,
): Promise<void> {
  await work.tx.$executeRaw`
    INSERT INTO access_grant (tenant_id, subject_id, kind, posts, changed_at)
    VALUES (anju_tenant(), ${staffId}::uuid, 'staff', ${JSON.stringify(posts)}::jsonb, ${at})
    ON CONFLICT (tenant_id, subject_id) DO UPDATE SET posts = excluded.posts, changed_at = excluded.changed_at
    WHERE access_grant.changed_at <= excluded.changed_at`;
}

/** Keeps the estates of residents' units; an older state, such as one replayed late, never replaces a newer one. */
export async function keepTies(
  work: Work,
  persons: readonly { id: string; estates: readonly string[] }[],
): Promise<void> {
  const rows = JSON.stringify(persons);
  await work.tx.$executeRaw`
    INSERT INTO access_grant (tenant_id, subject_id, kind, estates, changed_at)
    SELECT anju_tenant(), (row->>'id')::uuid, 'resident',
           ARRAY(SELECT jsonb_array_elements_text(row->'estates')::uuid), ${work.heardTime ?? work.now}
    FROM jsonb_array_elements(${rows}::jsonb) row
    ON CONFLICT (tenant_id, subject_id) DO UPDATE SET estates = excluded.estates, changed_at = excluded.changed_at
    WHERE access_grant.changed_at <= excluded.changed_at`;
}

/** Keeps when an account's sign-ins were ended. */
export async function keepSignInEnd(work: Work, accountId: string): Promise<void> {
  await work.tx.$executeRaw`
    INSERT INTO sign_in_end (tenant_id, account_id, ended_at)
    VALUES (anju_tenant(), ${accountId}, ${work.heardTime ?? work.now})
    ON CONFLICT (tenant_id, account_id) DO UPDATE SET ended_at = greatest(sign_in_end.ended_at, excluded.ended_at)`;
}

/** Keeps which companies there are, for background work. */
export async function keepTenant(work: Work, tenantId: string, code: string): Promise<void> {
  await work.tx.$executeRaw`
    INSERT INTO tenant (tenant_id, code) VALUES (${tenantId}::uuid, ${code})
    ON CONFLICT (tenant_id) DO UPDATE SET code = excluded.code`;
}
