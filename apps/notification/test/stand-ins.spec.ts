import { ApprovalOpenedSchema, DelegationChangedSchema } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { start, stop, test, titles, twice } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
afterEach(() => test.clock.set(undefined));

const day = (number: number) => timestampFromDate(new Date(Date.UTC(2027, 2, number)));
const on = (number: number) => test.clock.set(new Date(Date.UTC(2027, 2, number, 12)));

/** A leader of an estate of its own, a guard there, and a delegation from the second to the fifth of March. */
async function pair(tenantId = test.tenantId) {
  const estateId = newId();
  const holder = (post: Post, estate = estateId) => test.staff([{ post, estateIds: [estate] }], tenantId);
  const [leader, deputy] = [await holder(Post.LEADERSHIP), await holder(Post.SECURITY_GUARD)];
  const people = { fromStaffId: leader.subjectId, toStaffId: deputy.subjectId };
  const given = { delegationId: newId(), ...people, fromTime: day(2), toTime: day(5) };
  const opened = async () => {
    const about = { approvalId: newId(), subjectId: newId(), subjectNumber: 'CH-2026-000006', estateId };
    await twice(ApprovalOpenedSchema, { ...about, post: Post.LEADERSHIP }, { tenantId });
  };
  return { holder, leader, deputy, given, opened };
}

const [told, asked, over] = ['有同事委托您代为审批', 'CH-2026-000006 请审批', '代为审批的委托已提前结束'];

describe('who stands in for leadership', () => {
  it('is told once, and of approvals while it lasts; whoever is away is told as before', async () => {
    on(1);
    const { leader, deputy, given, opened } = await pair();
    await twice(DelegationChangedSchema, given);
    const [notice] = await test.sql('SELECT body FROM notice WHERE recipient_id = $1', [deputy.subjectId]);
    expect(notice).toEqual({ body: '3月2日 08:00 至 3月5日 08:00 期间,请代为查看并审批。' });
    for (const number of [1, 3, 5]) {
      on(number);
      await opened();
    }
    expect(await titles(deputy)).toEqual([told, asked]);
    expect(await titles(leader)).toEqual([asked, asked, asked]);
  });

  it('is told of nothing more after an early end, heard in whichever order', async () => {
    on(3);
    for (const inOrder of [true, false]) {
      const { deputy, given, opened } = await pair();
      const ended = { ...given, toTime: day(3), ended: true };
      for (const event of inOrder ? [given, ended] : [ended, given])
        await twice(DelegationChangedSchema, event);
      await opened();
      expect(new Set(await titles(deputy))).toEqual(new Set([told, over]));
    }
  });

  it('is told once where the post is their own, too, and not of estates without a post of theirs', async () => {
    on(3);
    const { holder, given, opened } = await pair();
    const other = await holder(Post.LEADERSHIP);
    const elsewhere = await holder(Post.SECURITY_GUARD, newId());
    for (const { subjectId: toStaffId } of [other, elsewhere])
      await twice(DelegationChangedSchema, { ...given, delegationId: newId(), toStaffId });
    await opened();
    expect(await titles(other)).toEqual([told, asked]);
    expect(await titles(elsewhere)).toEqual([told]);
  });

  it('in one company is told of nothing in another', async () => {
    on(3);
    const [ours, theirs] = [await pair(), await pair(test.otherTenantId)];
    const abroad = { ...ours.given, fromStaffId: theirs.leader.subjectId };
    await twice(DelegationChangedSchema, abroad);
    await theirs.opened();
    expect(await titles(ours.deputy)).toEqual([told]);
    expect(await test.wall()).toEqual([]);
  });
});
