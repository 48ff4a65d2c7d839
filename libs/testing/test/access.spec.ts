import { TiesChangedSchema } from '@anju/contracts/directory';
import { AccountChangedSchema } from '@anju/contracts/identity';
import { newId } from '@anju/kernel';
import type { Identity } from '@anju/tenancy';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '../src/index.js';
import { listener } from './fixture/listener.js';

let test: TestService;

beforeAll(async () => {
  test = await startService(listener);
}, 60_000);
afterAll(() => test.stop());

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
const grantsOf = (who: Identity) => {
  test.service.grants.forget();
  return test.service.grants.of(who);
};

describe('a token', () => {
  it.each(['staff', 'resident', 'operator'] as const)(
    'of %s ends with the sign-ins of its account, and a newer one counts',
    async (kind) => {
      const tenantId = kind === 'operator' ? '00000000-0000-0000-0000-000000000000' : test.tenantId;
      const subjectId = kind === 'operator' ? '' : newId();
      const who: Identity = { kind, tenantId, subjectId, accountId: newId(), issuedAt: ago(60) };
      expect(await grantsOf(who)).toEqual({ posts: [], estates: [] });
      const { accountId } = who;
      await test.hear(AccountChangedSchema, { accountId, locked: true }, { tenantId, time: ago(30) });
      await expect(grantsOf(who)).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(await grantsOf({ ...who, issuedAt: ago(0) })).toEqual({ posts: [], estates: [] });
      expect(await grantsOf({ ...who, accountId: newId() })).toEqual({ posts: [], estates: [] });
    },
  );
});

describe('the homes of a resident', () => {
  it('are those of the latest event, also when an older one is heard after it', async () => {
    const [personId, home, formerHome] = [newId(), newId(), newId()];
    const ties = (estateId: string) => ({ persons: [{ personId, ties: [{ estateId, unitId: newId() }] }] });
    await test.hear(TiesChangedSchema, ties(home), { time: ago(10) });
    await test.hear(TiesChangedSchema, ties(formerHome), { time: ago(20) });
    const who: Identity = {
      kind: 'resident',
      tenantId: test.tenantId,
      subjectId: personId,
      accountId: newId(),
    };
    expect((await grantsOf(who)).estates).toEqual([home]);
  });
});
