import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { defaultPolicy, type Policy } from '../domain/policy.js';
import type { Work } from './database.js';

export interface PublishedPolicy {
  readonly policy: Policy;
  readonly effectiveAt: Date;
  readonly publishedAt: Date;
  readonly publishedBy: string;
}

interface Row {
  readonly version: string;
  readonly body: Omit<Policy, 'version'>;
  readonly effective_at: Date;
  readonly published_at: Date;
  readonly published_by: string | null;
}

const toPublished = (row: Row): PublishedPolicy => ({
  policy: { ...row.body, version: row.version },
  effectiveAt: row.effective_at,
  publishedAt: row.published_at,
  publishedBy: row.published_by ?? '',
});

/** Versions that nobody publishes: what holds until somebody does, and of cases brought over from elsewhere. */
const builtIn: ReadonlySet<string> = new Set([defaultPolicy.version, 'import']);

/** Published versions of the time limits. A version never changes, so it is read once. */
@Injectable()
export class PolicyStore {
  readonly #known = new LRUCache<string, Policy>({ max: 2_000 });

  /** The version that judges a case, however old it is. */
  async version(work: Work, version: string): Promise<Policy> {
    if (builtIn.has(version)) return defaultPolicy;
    const key = `${work.actor.tenantId} ${version}`;
    const known = this.#known.get(key);
    if (known) return known;
    const [row] = await work.tx.$queryRaw<Row[]>`
      SELECT version, body, effective_at, published_at, published_by::text FROM policy_version
      WHERE tenant_id = anju_tenant() AND version = ${version}`;
    const policy = row ? toPublished(row).policy : defaultPolicy;
    if (row) this.#known.set(key, policy);
    return policy;
  }

  async publish(work: Work, policy: Policy, effectiveAt: Date): Promise<PublishedPolicy> {
    const { version, ...body } = policy;
    const added = builtIn.has(version)
      ? 0
      : await work.tx.$executeRaw`
      INSERT INTO policy_version (tenant_id, version, effective_at, body, published_at, published_by)
      VALUES (anju_tenant(), ${version}, ${effectiveAt}, ${JSON.stringify(body)}::jsonb, ${work.now},
              nullif(${work.actor.subjectId}, '')::uuid) ON CONFLICT DO NOTHING`;
    if (added === 0)
      throw new DomainError('ticketing.version_taken', 'conflict', { version }, [
        { field: 'policy.version', rule: 'unique' },
      ]);
    return { policy, effectiveAt, publishedAt: work.now, publishedBy: work.actor.subjectId };
  }

  /** Newest first; the built-in version last. */
  async list(work: Work): Promise<PublishedPolicy[]> {
    const rows = await work.tx.$queryRaw<Row[]>`
      SELECT version, body, effective_at, published_at, published_by::text FROM policy_version
      WHERE tenant_id = anju_tenant() ORDER BY effective_at DESC, published_at DESC LIMIT 200`;
    const start = new Date(0);
    return [
      ...rows.map(toPublished),
      { policy: defaultPolicy, effectiveAt: start, publishedAt: start, publishedBy: '' },
    ];
  }
}
