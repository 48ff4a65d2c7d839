import { Post } from '@anju/contracts/options';
import {
  DeskBatchesService,
  RequesterNoticeRequestedSchema,
  TicketAssignedSchema,
  TicketClosedSchema,
  TicketState,
} from '@anju/contracts/ticketing';
import { DomainError, newId } from '@anju/kernel';
import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attempt } from '../src/store/attempt.js';
import type { Work } from '../src/store/database.js';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let specialist: Identity;
let desk: ReturnType<typeof deskOf>;

const batchesOf = (who: Identity) => test.client(DeskBatchesService, who);

const some = (count: number, change: object = {}) =>
  Promise.all(
    Array.from({ length: count }, async () => (await desk.recordTicket(aComplaint(home, change))).id),
  );

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  specialist = await aSpecialist(test);
  desk = deskOf(test, specialist);
}, 60_000);
afterAll(() => test.stop());

describe('one step for many cases', () => {
  it('assigns each case that may be assigned, and says why for the others, in the order asked', async () => {
    const [first = '', cancelled = '', last = ''] = await some(3);
    await desk.cancelTicket({ id: cancelled, reason: '撤回' });
    const unknown = newId();
    const ids = [last, cancelled, unknown, first];
    const request = { ids, assigneeId: specialist.subjectId };
    const { results, done } = await batchesOf(specialist).batchAssignTickets(request);
    expect(done).toBe(2);
    expect(results.map(({ id, ok, reason }) => [id, ok, reason])).toEqual([
      [last, true, ''],
      [cancelled, false, 'ticketing.state'],
      [unknown, false, 'not_found'],
      [first, true, ''],
    ]);
    expect(results[1]?.text).toContain('当前状态');
    expect(results[0]?.etag).toBe((await desk.getTicket({ id: last })).etag);
    const told = (await test.told(TicketAssignedSchema)).map(({ ticketId }) => ticketId);
    expect(told.filter((id) => ids.includes(id)).sort()).toEqual([first, last].sort());
    const english = await batchesOf(specialist).batchAssignTickets(
      { ids: [unknown], assigneeId: specialist.subjectId },
      { language: 'en' },
    );
    expect(english.results[0]?.text).toBe('There is no such thing here.');
  });

  it('leaves nothing of a refused case: no row, no event', async () => {
    const [id = ''] = await some(1, { requesterId: '' });
    const [known = ''] = await some(1);
    const before = await desk.getTicket({ id });
    const { results } = await batchesOf(specialist).batchNotifyRequesters({
      ids: [id, known],
      message: '停水通知',
    });
    expect(results.map(({ reason }) => reason)).toEqual(['ticketing.nobody_to_tell', '']);
    expect(await desk.getTicket({ id })).toEqual(before);
    const told = await test.told(RequesterNoticeRequestedSchema);
    expect(told.filter((event) => event.ticketId === id)).toEqual([]);
    expect(told.filter((event) => event.ticketId === known && event.occasion === 'progress')).toHaveLength(1);
  });

  it('undoes what a refused one had written already, and goes on', async () => {
    const [id = ''] = await some(1);
    const result = await test.service.database.as(test.tenantId, async (unit) => {
      const work = unit as Work;
      const refusal = await attempt(work, async ({ tx }) => {
        await tx.$executeRaw`UPDATE ticket SET subject = '改了' WHERE id = ${id}::uuid`;
        throw new DomainError('ticketing.state', 'conflict');
      });
      await attempt(
        work,
        ({ tx }) => tx.$executeRaw`UPDATE ticket SET place = '大堂' WHERE id = ${id}::uuid`,
      );
      return refusal;
    });
    expect(result).toBeInstanceOf(DomainError);
    expect(await desk.getTicket({ id })).toMatchObject({ subject: '楼上夜间噪音', place: '大堂' });
  });

  it('closes what has nothing open', async () => {
    const [ready = ''] = await some(1, { requesterId: '' });
    const [open = ''] = await some(1);
    for (const id of [ready, open]) await desk.resolveTicket({ id, solution: '已处理' });
    const { results } = await batchesOf(specialist).batchCloseTickets({ ids: [open, ready] });
    expect(results.map(({ ok, reason }) => [ok, reason])).toEqual([
      [false, 'ticketing.cannot_close'],
      [true, ''],
    ]);
    expect((await desk.getTicket({ id: ready })).state).toBe(TicketState.CLOSED);
    expect((await test.told(TicketClosedSchema)).map(({ ticketId }) => ticketId)).toEqual([ready]);
  });

  it('gives the same answer to the same key, once', async () => {
    const ids = await some(2);
    const request = { ids, message: '处理中' };
    const options = { idempotencyKey: newId() };
    const first = await batchesOf(specialist).batchNotifyRequesters(request, options);
    expect(await batchesOf(specialist).batchNotifyRequesters(request, options)).toEqual(first);
    expect((await desk.getTicket({ id: ids[0] ?? '' })).notices).toHaveLength(2);
    const other = batchesOf(specialist).batchNotifyRequesters({ ids, message: '别的' }, options);
    await expect(other).rejects.toMatchObject({ reason: 'key_reused' });
  });

  it('lets batches in opposite orders pass each other', async () => {
    const ids = await some(12);
    const work = Array.from({ length: 4 }, (_, index) =>
      batchesOf(specialist).batchNotifyRequesters({
        ids: index % 2 === 0 ? ids : [...ids].reverse(),
        message: '一起',
      }),
    );
    expect((await Promise.all(work)).map(({ done }) => done)).toEqual([12, 12, 12, 12]);
  });

  it('reaches no further than its caller', async () => {
    const [id = ''] = await some(1);
    const other = await aHome(test, 'QT');
    const elsewhere = await aSpecialist(test, [other.estateId]);
    const stranger = await aSpecialist(test, undefined, test.otherTenantId);
    for (const who of [elsewhere, stranger]) {
      const { results } = await batchesOf(who).batchAssignTickets({ ids: [id], assigneeId: who.subjectId });
      expect(results).toMatchObject([{ id, ok: false, reason: 'not_found' }]);
    }
    const guard = await test.staff([{ post: Post.SECURITY_GUARD }]);
    await expect(batchesOf(guard).batchCloseTickets({ ids: [id] })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    const unfit = await batchesOf(specialist).batchAssignTickets({ ids: [id], assigneeId: guard.subjectId });
    expect(unfit.results).toMatchObject([{ reason: 'ticketing.assignee_unfit' }]);
  });

  it.each([
    ['none', []],
    ['too many', Array.from({ length: 101 }, newId)],
    ['one twice', Array(2).fill('01900000-0000-7000-8000-000000000001')],
    ['what is no id', ['x']],
  ])('refuses %s', async (_, ids: string[]) => {
    await expect(batchesOf(specialist).batchCloseTickets({ ids })).rejects.toMatchObject({
      reason: 'invalid_request',
    });
  });

  it('does a hundred within its time', async () => {
    const ids: string[] = [];
    while (ids.length < 100) ids.push(...(await some(4)));
    const { done } = await batchesOf(specialist).batchAssignTickets({
      ids,
      assigneeId: specialist.subjectId,
    });
    expect(done).toBe(100);
  });
});
