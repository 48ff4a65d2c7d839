import {
  ApprovalDecidedSchema,
  ApprovalState,
  Decision,
  LeadershipService,
} from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { ApprovalRequestedSchema, TicketEndedSchema, TicketState } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { asked, estateId, leader, otherEstateId, start, stop, test } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);

describe('leadership decides (Article 7(4))', () => {
  it('opens what a duty asks for, once, however often it hears it', async () => {
    const [approvalId, ticketId, id] = [newId(), newId(), newId()];
    const event = {
      approvalId,
      ticketId,
      number: 'LH-2026-000002',
      estateId,
      amountFen: 5n,
      staffId: newId(),
      category: 'noise',
    };
    await test.hear(ApprovalRequestedSchema, event, { subject: ticketId, id });
    await test.hear(ApprovalRequestedSchema, event, { subject: ticketId, id });
    const client = test.client(LeadershipService, await leader());
    const approval = await client.getApproval({ id: approvalId });
    expect(approval).toMatchObject({
      state: ApprovalState.REQUESTED,
      subjectNumber: 'LH-2026-000002',
      amountFen: 5n,
      decidable: true,
    });
    expect((await client.listApprovals({ subjectId: ticketId })).approvals).toHaveLength(1);
  });

  it('grants, tells it, and refuses to decide again', async () => {
    const client = test.client(LeadershipService, await leader());
    const id = await asked();
    const decided = await client.decideApproval({ id, decision: Decision.GRANT, comment: '同意' });
    expect(decided).toMatchObject({ state: ApprovalState.GRANTED, decidable: false, etag: '2' });
    const told = (await test.told(ApprovalDecidedSchema)).find((event) => event.approvalId === id);
    expect(told).toMatchObject({ state: ApprovalState.GRANTED, duty: 'ticketing' });
    await expect(
      client.decideApproval({ id, decision: Decision.REFUSE, comment: '不' }),
    ).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'leadership.state',
    });
  });

  it('answers a repeated request with the first answer and refuses the key for another', async () => {
    const client = test.client(LeadershipService, await leader());
    const id = await asked();
    const request = { id, decision: Decision.GRANT, comment: '同意' };
    const first = await client.decideApproval(request, { idempotencyKey: `k-${id}` });
    expect(await client.decideApproval(request, { idempotencyKey: `k-${id}` })).toEqual(first);
    const other = client.decideApproval({ ...request, comment: '再想想' }, { idempotencyKey: `k-${id}` });
    await expect(other).rejects.toMatchObject({ reason: 'key_reused' });
  });

  it('refuses a change made on an older version', async () => {
    const client = test.client(LeadershipService, await leader());
    const id = await asked();
    const stale = client.decideApproval({ id, etag: '7', decision: Decision.GRANT });
    await expect(stale).rejects.toMatchObject({ code: 'ABORTED', reason: 'stale' });
  });

  it('names the field of a request that breaks the contract', async () => {
    const client = test.client(LeadershipService, await leader());
    const bad = client.decideApproval({ id: 'x', decision: Decision.GRANT });
    await expect(bad).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      problem: { violations: [{ field: 'id', rule: 'string.uuid' }] },
    });
  });

  it('lets nobody without the post near it, and nobody from another estate or company see it', async () => {
    const id = await asked();
    const specialist = test.client(LeadershipService, await test.staff([{ post: Post.SERVICE_SPECIALIST }]));
    await expect(specialist.getApproval({ id })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(test.client(LeadershipService).getApproval({ id })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const elsewhere = await test.staff([{ post: Post.LEADERSHIP, estateIds: [otherEstateId] }]);
    await expect(test.client(LeadershipService, elsewhere).getApproval({ id })).rejects.toMatchObject({
      reason: 'not_found',
    });
    const stranger = await test.staff([{ post: Post.LEADERSHIP }], test.otherTenantId);
    const foreign = test.client(LeadershipService, stranger).decideApproval({ id, decision: Decision.GRANT });
    await expect(foreign).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('withdraws what is undecided when the case ends', async () => {
    const client = test.client(LeadershipService, await leader());
    const id = await asked();
    const { subjectId } = await client.getApproval({ id });
    const ended = { ticketId: subjectId, estateId, state: TicketState.CANCELLED };
    const event = await test.hear(TicketEndedSchema, ended, { subject: subjectId });
    await test.hear(TicketEndedSchema, ended, { subject: subjectId, id: event });
    expect(await client.getApproval({ id })).toMatchObject({ state: ApprovalState.WITHDRAWN, etag: '2' });
  });

  it('lists undecided first and pages without gaps', async () => {
    const tenantId = test.otherTenantId;
    const who = await test.staff([{ post: Post.LEADERSHIP }], tenantId);
    const client = test.client(LeadershipService, who);
    const ids = [await asked({ tenantId }), await asked({ tenantId }), await asked({ tenantId })];
    await client.decideApproval({ id: ids[0] ?? '', decision: Decision.GRANT });
    const first = await client.listApprovals({ pageSize: 2 });
    const second = await client.listApprovals({ pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.approvals, ...second.approvals].map((approval) => approval.id)).toEqual([
      ids[1],
      ids[2],
      ids[0],
    ]);
    expect(second.nextPageToken).toBe('');
  });

  it('keeps every table behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});

describe('what cannot be read', () => {
  const token = (values: unknown[]) => {
    const mark = createHash('sha256')
      .update(JSON.stringify({ states: [], subjectId: '' }))
      .digest('base64url');
    return Buffer.from(JSON.stringify([mark.slice(0, 12), ...values])).toString('base64url');
  };

  it.each([[['no', 'no', 'no']], [[{}, [], 7]], [[false, '2026-01-01', 'no id']], [[false, 'x\0', null]]])(
    'is refused in a page token made up by hand: %j',
    async (values) => {
      const client = test.client(LeadershipService, await leader());
      await expect(client.listApprovals({ pageToken: token(values) })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    },
  );

  it('is refused by its field where a text holds U+0000', async () => {
    const client = test.client(LeadershipService, await leader());
    const deciding = client.decideApproval({ id: await asked(), decision: Decision.REFUSE, comment: 'a\0b' });
    await expect(deciding).rejects.toMatchObject({
      problem: { reason: 'invalid_request', violations: [{ field: 'comment', rule: 'string.nul' }] },
    });
  });

  it('is not an id in capitals: it is the same id', async () => {
    const client = test.client(LeadershipService, await leader());
    const id = await asked();
    expect(await client.getApproval({ id: id.toUpperCase() })).toMatchObject({ id });
    const { subjectId } = await client.getApproval({ id });
    const list = await client.listApprovals({ subjectId: subjectId.toUpperCase() });
    expect(list.approvals).toHaveLength(1);
  });
});
