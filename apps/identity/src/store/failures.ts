import { PLATFORM_TENANT } from '@anju/tenancy';
import { fail, type Failures } from '../domain/lock-out.js';
import type { IdentityDatabase, Work } from './database.js';

const find = async (work: Work, key: string): Promise<Failures | undefined> => {
  const rows = await work.tx.$queryRaw<Failures[]>`
    SELECT count, since FROM sign_in_failure WHERE tenant_id = anju_tenant() AND key = ${key} FOR UPDATE`;
  return rows[0];
};

export const failuresOf = (database: IdentityDatabase, key: string): Promise<Failures | undefined> =>
  database.as(PLATFORM_TENANT, (work) => find(work, key));

export async function countFailure(database: IdentityDatabase, key: string, now: Date): Promise<void> {
  await database.as(PLATFORM_TENANT, async (work) => {
    const { count, since } = fail(await find(work, key), now);
    await work.tx.$executeRaw`
      INSERT INTO sign_in_failure (tenant_id, key, count, since) VALUES (anju_tenant(), ${key}, ${count}, ${since})
      ON CONFLICT (tenant_id, key) DO UPDATE SET count = greatest(excluded.count, CASE
        WHEN sign_in_failure.since = excluded.since THEN sign_in_failure.count + 1 ELSE 0 END), since = excluded.since`;
  });
}

export async function forgetFailures(database: IdentityDatabase, key: string): Promise<void> {
  await database.as(
    PLATFORM_TENANT,
    (work) => work.tx.$executeRaw`
    DELETE FROM sign_in_failure WHERE tenant_id = anju_tenant() AND key = ${key}`,
  );
}
