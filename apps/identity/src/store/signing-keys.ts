import { PLATFORM_TENANT } from '@anju/tenancy';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import type { IdentityDatabase, Work } from './database.js';
import type { SecretBox } from './secret-box.js';

interface Row {
  kid: string;
  state: 'next' | 'active' | 'retired';
  sealed: string;
}

async function add(work: Work, box: SecretBox, state: Row['state']): Promise<void> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 });
  const kid = randomUUID();
  const sealed = box.seal(
    JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }),
    `signing key ${kid}`,
  );
  await work.tx.$executeRaw`
    INSERT INTO signing_key (tenant_id, kid, state, sealed) VALUES (anju_tenant(), ${kid}, ${state}, ${sealed})`;
}

const lock = (work: Work) =>
  work.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('anju signing keys'))::text`;

const all = (work: Work) => work.tx.$queryRaw<Row[]>`
  SELECT kid, state, sealed FROM signing_key WHERE tenant_id = anju_tenant()
  ORDER BY array_position(ARRAY['active', 'next', 'retired'], state), changed_at`;

/** Private keys, the one that signs first; the next is published before it signs, the last until its tokens have ended. */
export async function signingKeys(database: IdentityDatabase, box: SecretBox): Promise<JWK[]> {
  const rows = await database.as(PLATFORM_TENANT, async (work) => {
    const found = await all(work);
    if (found.length > 0) return found;
    await lock(work);
    // Another replica may have made them while we waited.
    if ((await all(work)).length === 0)
      for (const state of ['active', 'next'] as const) await add(work, box, state);
    return all(work);
  });
  return rows.map((row) => JSON.parse(box.open(row.sealed, `signing key ${row.kid}`)) as JWK);
}

/** The next key signs from now on, the present one only verifies, and a new next one is published. */
export async function rotateKeys(database: IdentityDatabase, box: SecretBox): Promise<void> {
  await database.as(PLATFORM_TENANT, async (work) => {
    await lock(work);
    await work.tx.$executeRaw`
      DELETE FROM signing_key WHERE tenant_id = anju_tenant() AND state = 'retired' AND changed_at < now() - interval '1 hour'`;
    await work.tx.$executeRaw`
      UPDATE signing_key SET changed_at = now(), state = CASE state WHEN 'active' THEN 'retired' ELSE 'active' END
      WHERE tenant_id = anju_tenant() AND state IN ('active', 'next')`;
    await add(work, box, 'next');
  });
}
