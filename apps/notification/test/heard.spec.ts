import { ApprovalDecidedSchema, ApprovalOpenedSchema, ApprovalState } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import {
  CommitmentChangedSchema,
  CommitmentRequestedSchema,
  CommitmentState,
  RequesterNoticeRequestedSchema,
  TicketAssignedSchema,
  TicketMessageAddedSchema,
  VisitDueSchema,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { test, estateId, start, stop, everything, aRequester, titles, twice } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
beforeEach(() => everything('answers'));

describe('what is heard', () => {
  const about = { ticketId: newId(), number: 'CH-2026-000005', estateId };

  it('twice tells the requester once', async () => {
    const { owner } = await aRequester();
    await twice(RequesterNoticeRequestedSchema, {
      ...about,
      noticeId: newId(),
      requesterId: owner.subjectId,
      occasion: 'recorded',
    });
    expect(await titles(owner)).toEqual(['已受理,编号 CH-2026-000005']);
  });

  it('twice asks those who hold the post in the estate once, and nobody else', async () => {
    const here = await test.staff([{ post: Post.SECURITY_GUARD, estateIds: [estateId] }]);
    const elsewhere = await test.staff([{ post: Post.SECURITY_GUARD, estateIds: [newId()] }]);
    const abroad = await test.staff([{ post: Post.SECURITY_GUARD }], test.otherTenantId);
    const other = await test.staff([{ post: Post.FACILITY_KEEPER, estateIds: [estateId] }]);
    await twice(CommitmentRequestedSchema, {
      ...about,
      commitmentId: newId(),
      department: Post.SECURITY_GUARD,
    });
    expect(await titles(here)).toEqual(['CH-2026-000005 请贵部门协办']);
    for (const who of [elsewhere, abroad, other]) expect(await titles(who)).toEqual([]);
  });

  it('twice tells whoever handles the case once, unless they did it themselves', async () => {
    const handler = await test.staff([{ post: Post.SERVICE_SPECIALIST }]);
    const assigneeId = handler.subjectId;
    await twice(TicketAssignedSchema, { ...about, assigneeId, staffId: newId() });
    await twice(TicketAssignedSchema, { ...about, assigneeId, staffId: assigneeId });
    await twice(CommitmentChangedSchema, {
      ...about,
      assigneeId,
      staffId: newId(),
      state: CommitmentState.DECLINED,
    });
    expect(await titles(handler)).toEqual(['CH-2026-000005 已分派给您', 'CH-2026-000005 协办已拒绝']);
  });

  it('twice tells whoever handles the case once what the requester wrote, else every specialist of the estate', async () => {
    const specialist = { post: Post.SERVICE_SPECIALIST, estateIds: [newId()] };
    const [ours] = specialist.estateIds;
    const [handler, colleague] = [await test.staff([specialist]), await test.staff([specialist])];
    const said = { ...about, estateId: ours ?? '', messageId: newId(), requesterId: newId() };
    await twice(TicketMessageAddedSchema, { ...said, authorKind: 'resident', assigneeId: handler.subjectId });
    await twice(TicketMessageAddedSchema, { ...said, authorKind: 'staff', assigneeId: handler.subjectId });
    expect([await titles(handler), await titles(colleague)]).toEqual([['CH-2026-000005 业主有新的留言'], []]);
    await twice(TicketMessageAddedSchema, { ...said, authorKind: 'resident' });
    expect([(await titles(handler)).length, (await titles(colleague)).length]).toEqual([2, 1]);
  });

  it('twice asks every specialist of the estate once to visit, but not who resolved it (Article 7(6))', async () => {
    const here = { post: Post.SERVICE_SPECIALIST, estateIds: [newId()] };
    const [resolver, colleague] = [await test.staff([here]), await test.staff([here])];
    const abroad = await test.staff([here], test.otherTenantId);
    const due = { ...about, estateId: here.estateIds[0] ?? '', resolverId: resolver.subjectId };
    await twice(VisitDueSchema, due);
    expect(await titles(colleague)).toEqual(['CH-2026-000005 请回访']);
    for (const who of [resolver, abroad]) expect(await titles(who)).toEqual([]);
  });

  it('twice tells leadership of an approval and the one who asked of its decision, once', async () => {
    const [leader, requester] = [
      await test.staff([{ post: Post.LEADERSHIP }]),
      await test.staff([{ post: Post.SERVICE_SPECIALIST }]),
    ];
    const approval = { approvalId: newId(), subjectId: newId(), subjectNumber: 'CH-2026-000006', estateId };
    await twice(ApprovalOpenedSchema, { ...approval, post: Post.LEADERSHIP });
    await twice(ApprovalDecidedSchema, {
      ...approval,
      requesterId: requester.subjectId,
      state: ApprovalState.GRANTED,
    });
    expect(await titles(leader)).toEqual(['CH-2026-000006 请审批']);
    expect(await titles(requester)).toEqual(['CH-2026-000006 审批已同意']);
  });
});
