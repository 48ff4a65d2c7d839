import { Actor, type RunOptions } from '@anju/tenancy';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '../src/index.js';
import { listener } from './fixture/listener.js';

let test: TestService;

beforeAll(async () => {
  test = await startService(listener);
}, 60_000);
afterAll(() => test.stop());

const options = (change: Partial<RunOptions> = {}): RunOptions => ({
  actor: Actor.system(test.tenantId),
  wall: { tenantId: test.tenantId, estates: 'all', personId: '' },
  ...change,
});

describe('a work on the database', () => {
  it('is cut off by PostgreSQL itself when a statement outlives the time limit', async () => {
    const begun = performance.now();
    const slow = test.service.database.run(
      options({ timeout: 300 }),
      async ({ tx }) => await tx.$queryRaw`SELECT pg_sleep(20)::text`,
    );
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('does not wait for a lock longer than its time limit', async () => {
    const { database } = test.service;
    const outcome = await database.run(options({ lock: 'one' }), () =>
      database
        .run(options({ lock: 'one', timeout: 300 }), () => Promise.resolve('got in'))
        .catch((error: unknown) => error),
    );
    expect(outcome).toMatchObject({ code: '55P03' });
  });

  it('may look into the rows of the installation while it only reads', async () => {
    const seen = test.service.database.run(options({ readOnly: true }), (work) =>
      work.inPlatform(async () => await work.tx.$queryRaw`SELECT anju_tenant()::text AS tenant`),
    );
    expect(await seen).toEqual([{ tenant: '00000000-0000-0000-0000-000000000000' }]);
  });
});
