import type { Post } from '@anju/contracts/options';
import { LRUCache } from 'lru-cache';
import type { Grants, Identity, PostGrant } from './actor.js';
import type { Database } from './database.js';
import type { Work } from './work.js';

interface Row {
  posts: { post: Post; estates: string[] | null }[];
  estates: string[];
}

const none: Grants = { posts: [], estates: [] };

/** Reads a person's reach from the projection; a change is seen after at most `ttl` milliseconds. */
export class GrantReader {
  readonly #cache: LRUCache<string, Grants>;

  constructor(
    private readonly database: Database,
    ttl = 3_000,
  ) {
    this.#cache = new LRUCache({ max: 20_000, ttl });
  }

  async of({ kind, tenantId, subjectId }: Identity): Promise<Grants> {
    if (kind !== 'staff' && kind !== 'resident') return none;
    const key = `${kind} ${tenantId} ${subjectId}`;
    const cached = this.#cache.get(key);
    if (cached) return cached;
    const rows = await this.database.as(
      tenantId,
      (work) => work.tx.$queryRaw<Row[]>`
      SELECT posts, estates::text[] AS estates FROM access_grant
      WHERE tenant_id = anju_tenant() AND subject_id = ${subjectId}::uuid AND kind = ${kind}`,
      3_000,
    );
    const grants = rows[0] ?? none;
    this.#cache.set(key, grants);
    return grants;
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

/** Keeps the estates of residents' units. */
export async function keepTies(
  work: Work,
  persons: readonly { id: string; estates: readonly string[] }[],
): Promise<void> {
  const rows = JSON.stringify(persons);
  await work.tx.$executeRaw`
    INSERT INTO access_grant (tenant_id, subject_id, kind, estates, changed_at)
    SELECT anju_tenant(), (row->>'id')::uuid, 'resident',
           ARRAY(SELECT jsonb_array_elements_text(row->'estates')::uuid), ${work.now}
    FROM jsonb_array_elements(${rows}::jsonb) row
    ON CONFLICT (tenant_id, subject_id) DO UPDATE SET estates = excluded.estates, changed_at = excluded.changed_at`;
}

/** Keeps which companies there are, for background work. */
export async function keepTenant(work: Work, tenantId: string, code: string): Promise<void> {
  await work.tx.$executeRaw`
    INSERT INTO tenant (tenant_id, code) VALUES (${tenantId}::uuid, ${code})
    ON CONFLICT (tenant_id) DO UPDATE SET code = excluded.code`;
}
