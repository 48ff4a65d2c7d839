import { Actor, PLATFORM_TENANT } from '@anju/tenancy';
import { oneMore, type Tries } from '../domain/lock-out.js';
import type { IdentityDatabase, Work } from './database.js';

/** Counts a try before its outcome is known: tries made at the same moment count one after the other. */
export async function countTry(database: IdentityDatabase, key: string, now: Date): Promise<Tries> {
  const wall = { tenantId: PLATFORM_TENANT, estates: 'all', personId: '' } as const;
  const options = { actor: Actor.system(PLATFORM_TENANT), wall, lock: `sign-in:${key}` };
  return database.run(options, async (work: Work) => {
    const [before] = await work.tx.$queryRaw<Tries[]>`
      SELECT count, since FROM sign_in_failure WHERE tenant_id = anju_tenant() AND key = ${key}`;
    const tries = oneMore(before, now);
    await work.tx.$executeRaw`
      INSERT INTO sign_in_failure (tenant_id, key, count, since)
      VALUES (anju_tenant(), ${key}, ${tries.count}, ${tries.since})
      ON CONFLICT (tenant_id, key) DO UPDATE SET count = excluded.count, since = excluded.since`;
    return tries;
  });
}

/** A success: the login begins anew, and the address gets its try back. */
export async function forgetTries(database: IdentityDatabase, login: string, address: string): Promise<void> {
  await database.as(PLATFORM_TENANT, async (work) => {
    await work.tx.$executeRaw`DELETE FROM sign_in_failure WHERE tenant_id = anju_tenant() AND key = ${login}`;
    await work.tx.$executeRaw`
      UPDATE sign_in_failure SET count = greatest(count - 1, 0) WHERE tenant_id = anju_tenant() AND key = ${address}`;
  });
}
