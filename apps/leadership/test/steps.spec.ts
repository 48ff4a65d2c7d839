import {
  ApprovalDecidedSchema,
  ApprovalOpenedSchema,
  ApprovalState,
  Decision,
} from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { TicketEndedSchema, TicketState } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, asked, estateId, holder, leader, start, stop, test } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);

describe('an approval of two steps', () => {
  it('tells leadership when the manager has granted, and keeps what the manager said', async () => {
    const id = await asked({ amountFen: 2_000_000n });
    const manager = as(await holder(Post.SERVICE_MANAGER));
    await manager.decideApproval({ id, decision: Decision.GRANT, comment: '同意报批' });
    const waiting = (await test.told(ApprovalOpenedSchema)).filter(({ approvalId }) => approvalId === id);
    expect(waiting.map(({ post }) => post)).toEqual([Post.SERVICE_MANAGER, Post.LEADERSHIP]);
    const notes = await test.sql('SELECT note FROM event WHERE aggregateid = $1 ORDER BY position', [id]);
    expect(notes).toEqual([{ note: null }, { note: '同意报批' }]);
  });

  it('once refused stays refused, whoever grants an earlier step again', async () => {
    const id = await asked({ amountFen: 2_000_000n });
    const manager = as(await holder(Post.SERVICE_MANAGER));
    const leaders = as(await leader());
    await manager.decideApproval({ id, decision: Decision.GRANT });
    await leaders.decideApproval({ id, decision: Decision.REFUSE, comment: '预算不足' });
    for (const client of [manager, leaders])
      await expect(client.decideApproval({ id, decision: Decision.GRANT })).rejects.toMatchObject({
        reason: 'leadership.state',
      });
    expect(await leaders.getApproval({ id })).toMatchObject({ state: ApprovalState.REFUSED, etag: '3' });
  });

  it('once returned stays as it is when the same case asks again', async () => {
    const ticketId = newId();
    const first = await asked({ ticketId });
    const client = as(await leader());
    await client.decideApproval({ id: first, decision: Decision.RETURN, comment: '请补充报价' });
    const second = await asked({ ticketId });
    await client.decideApproval({ id: second, decision: Decision.GRANT });
    const again = client.decideApproval({ id: first, decision: Decision.GRANT });
    await expect(again).rejects.toMatchObject({ reason: 'leadership.state' });
    const { approvals } = await client.listApprovals({ subjectId: ticketId });
    expect(new Map(approvals.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [first, ApprovalState.RETURNED],
        [second, ApprovalState.GRANTED],
      ]),
    );
  });

  it('tells that it was withdrawn with its case', async () => {
    const id = await asked();
    const client = as(await leader());
    const { subjectId: ticketId } = await client.getApproval({ id });
    await test.hear(
      TicketEndedSchema,
      { ticketId, estateId, state: TicketState.CANCELLED },
      { subject: ticketId },
    );
    const ended = (await test.told(ApprovalDecidedSchema)).filter(({ approvalId }) => approvalId === id);
    expect(ended).toMatchObject([{ state: ApprovalState.WITHDRAWN, staffId: '' }]);
  });
});
