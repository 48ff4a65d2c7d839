import { ApprovalState, DelegationChangedSchema } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { attempts, day, delegations, give, grant, on, pair, type Who } from './away.js';
import { as, asked, estateId, holder, leader, otherEstateId, start, stop, test } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
afterEach(() => test.clock.set(undefined));

describe('while somebody is away', () => {
  it('the delegate reads and decides for them, and the step says for whom', async () => {
    const { away, deputy } = await pair();
    const id = await asked();
    on(3);
    expect(await as(deputy).getApproval({ id })).toMatchObject({ id, decidable: true });
    expect((await as(deputy).listApprovals({})).approvals.map((one) => one.id)).toContain(id);
    const decided = await grant(deputy, id);
    expect(decided.state).toBe(ApprovalState.GRANTED);
    expect(decided.steps).toMatchObject([{ staffId: deputy.subjectId, onBehalfOf: away.subjectId }]);
    expect((await as(away).getApproval({ id })).steps).toMatchObject([{ onBehalfOf: away.subjectId }]);
  });

  it('before and after that time the delegate is nobody, by itself', async () => {
    const { deputy } = await pair();
    const id = await asked();
    for (const number of [1, 5, 9]) {
      on(number);
      for (const call of attempts(deputy, id))
        await expect(call()).rejects.toMatchObject({ code: 'PERMISSION_DENIED', reason: 'forbidden' });
    }
  });

  it('the delegate reaches no estate but those of the own posts', async () => {
    const { deputy } = await pair();
    const [here, elsewhere] = [await asked(), await asked({ estateId: otherEstateId })];
    on(3);
    await expect(as(deputy).getApproval({ id: elsewhere })).rejects.toMatchObject({ reason: 'not_found' });
    await expect(grant(deputy, elsewhere)).rejects.toMatchObject({ reason: 'not_found' });
    const seen = (await as(deputy).listApprovals({ pageSize: 200 })).approvals.map(({ id }) => id);
    expect([seen.includes(here), seen.includes(elsewhere)]).toEqual([true, false]);
  });

  it('nor an estate that the delegator does not reach', async () => {
    on(1);
    const away = await holder(Post.LEADERSHIP, [otherEstateId]);
    const deputy = await holder(Post.SECURITY_GUARD);
    await give(away, deputy);
    const [here, theirs] = [await asked(), await asked({ estateId: otherEstateId })];
    on(3);
    await expect(as(deputy).getApproval({ id: here })).rejects.toMatchObject({ reason: 'not_found' });
    await expect(grant(deputy, here)).rejects.toMatchObject({ reason: 'not_found' });
    expect((await grant(deputy, theirs)).state).toBe(ApprovalState.GRANTED);
    const seen = (await as(deputy).listApprovals({ pageSize: 200 })).approvals;
    expect(new Set(seen.map((one) => one.estateId))).toEqual(new Set([otherEstateId]));
  });

  it('the delegate holds no step that is not the delegator’s', async () => {
    on(1);
    const [away, deputy] = [await holder(Post.SERVICE_MANAGER), await holder(Post.ORDER_KEEPER)];
    await give(away, deputy);
    const id = await asked();
    on(3);
    expect((await as(deputy).getApproval({ id })).decidable).toBe(false);
    await expect(grant(deputy, id)).rejects.toMatchObject({ reason: 'leadership.not_your_step' });
  });

  it('nobody decides two steps, nor their own request, by standing in or by a stand-in', async () => {
    on(1);
    const [manager, away, deputy] = [await holder(Post.SERVICE_MANAGER), await leader(), await leader()];
    await give(away, manager);
    const two = await asked({ amountFen: 2_000_000n });
    on(3);
    await grant(manager, two);
    expect((await as(manager).getApproval({ id: two })).decidable).toBe(false);
    await expect(grant(manager, two)).rejects.toMatchObject({ reason: 'leadership.decided_before' });
    const [own, theirs] = [
      await asked({ staffId: manager.subjectId }),
      await asked({ staffId: away.subjectId }),
    ];
    for (const id of [own, theirs])
      await expect(grant(manager, id)).rejects.toMatchObject({ reason: 'leadership.own_request' });
    expect((await grant(deputy, two)).state).toBe(ApprovalState.GRANTED);
  });

  it('ends at once when its giver ends it, and hands over nothing the giver no longer has', async () => {
    const { away, deputy, given } = await pair();
    const id = await asked();
    on(3);
    await as(deputy).getApproval({ id });
    const [ended] = [await delegations(away).endDelegation({ id: given.id })];
    expect([given.inForce, ended.inForce]).toEqual([false, false]);
    await expect(as(deputy).getApproval({ id })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const second = await pair();
    on(3);
    await test.sql("UPDATE access_grant SET posts = '[]' WHERE subject_id = $1", [second.away.subjectId]);
    await expect(grant(second.deputy, id)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('is told by ids and times, without the reason', async () => {
    const { away, deputy, given } = await pair();
    on(3);
    await delegations(away).endDelegation({ id: given.id });
    const told = (await test.told(DelegationChangedSchema)).filter((one) => one.delegationId === given.id);
    const who = { fromStaffId: away.subjectId, toStaffId: deputy.subjectId, fromTime: day(2) };
    expect(told).toMatchObject([
      { ...who, toTime: day(5), ended: false },
      { ...who, toTime: timestampFromDate(new Date(Date.UTC(2027, 2, 3, 12))), ended: true },
    ]);
  });
});

describe('nobody else gains anything', () => {
  it('staff of every other post see and decide nothing, and residents and other companies less', async () => {
    await pair();
    const id = await asked();
    on(3);
    const others = [
      ...[Post.SERVICE_SPECIALIST, Post.ORDER_KEEPER, Post.FACILITY_KEEPER, Post.SECURITY_GUARD],
      ...[Post.ACTIVITY_PLANNER, Post.ADMINISTRATOR],
    ];
    const callers = [
      ...(await Promise.all(others.map((post) => holder(post)))),
      ...[await test.staff([]), await test.resident([estateId]), test.operator()],
    ];
    for (const who of callers)
      for (const call of attempts(who, id))
        await expect(call()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const abroad = await holder(Post.LEADERSHIP, undefined, test.otherTenantId);
    await expect(grant(abroad, id)).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('a delegation is shown to its two people and ended by one of them', async () => {
    const { away, deputy, given } = await pair();
    const third = await leader();
    const seen = async (who: Who) =>
      (await delegations(who).listDelegations({})).delegations.map(({ id }) => id);
    expect([await seen(away), await seen(deputy), await seen(third)]).toEqual([[given.id], [given.id], []]);
    await expect(delegations(third).endDelegation({ id: given.id })).rejects.toMatchObject({
      reason: 'not_found',
    });
    const back = await give(third, away, { fromTime: day(6), toTime: day(7) });
    await expect(delegations(away).endDelegation({ id: back.id })).rejects.toMatchObject({
      reason: 'not_found',
    });
    const abroad = await holder(Post.LEADERSHIP, undefined, test.otherTenantId);
    expect(await seen(abroad)).toEqual([]);
    await expect(delegations(abroad).endDelegation({ id: given.id })).rejects.toMatchObject({
      reason: 'not_found',
    });
  });

  it('keeps every table behind the wall', async () => {
    await pair();
    expect(await test.wall()).toEqual([]);
  });
});
