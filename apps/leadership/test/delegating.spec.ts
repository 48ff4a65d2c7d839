import { ApprovalState } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { day, give, grant, on, pair } from './away.js';
import { asked, estateId, holder, leader, otherEstateId, start, stop, test } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
afterEach(() => test.clock.set(undefined));

describe('a delegation is refused', () => {
  it('to oneself, to residents, strangers and other companies, and to staff of other estates', async () => {
    on(1);
    const away = await holder(Post.LEADERSHIP, [estateId]);
    const unfit = [
      away,
      await test.resident([estateId]),
      { ...away, subjectId: newId() },
      await holder(Post.SECURITY_GUARD, [estateId], test.otherTenantId),
      await holder(Post.SECURITY_GUARD, [otherEstateId]),
      await test.staff([]),
    ];
    for (const who of unfit)
      await expect(give(away, who)).rejects.toMatchObject({ reason: 'leadership.delegate_unfit' });
  });

  it('beside another one, to somebody who is away, and in the past', async () => {
    const { away, deputy } = await pair();
    const other = await leader();
    await expect(give(away, other)).rejects.toMatchObject({ reason: 'leadership.delegation_overlap' });
    await expect(give(other, away)).rejects.toMatchObject({ reason: 'leadership.delegation_chain' });
    const late = give(other, deputy, { fromTime: timestampFromDate(new Date(0)) });
    await expect(late).rejects.toMatchObject({ problem: { violations: [{ field: 'fromTime' }] } });
    const never = give(other, deputy, { toTime: day(2) });
    await expect(never).rejects.toMatchObject({ problem: { violations: [{ field: 'toTime' }] } });
  });

  it('of two made at once but for one', async () => {
    on(1);
    const [away, one, two] = [await leader(), await leader(), await leader()];
    const made = await Promise.allSettled([give(away, one), give(away, two)]);
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('by whoever decides nothing; a delegate passes nothing on', async () => {
    const { deputy } = await pair();
    const third = await holder(Post.ORDER_KEEPER);
    on(3);
    await expect(give(deputy, third)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    on(1);
    const [away, manager] = [await leader(), await holder(Post.SERVICE_MANAGER)];
    await give(away, manager);
    await give(manager, third);
    const id = await asked();
    on(3);
    await expect(grant(third, id)).rejects.toMatchObject({ reason: 'leadership.not_your_step' });
    expect((await grant(manager, id)).state).toBe(ApprovalState.GRANTED);
  });
});
