import { TiesChangedSchema, UnitsChangedSchema } from '@anju/contracts/directory';
import { ApprovalDecidedSchema, ApprovalState } from '@anju/contracts/leadership';
import { DeliveryState, NoticeChannel, NoticeDeliveredSchema } from '@anju/contracts/notification';
import { Post } from '@anju/contracts/options';
import {
  CommitmentState,
  PromiseKind,
  PromiseSettledSchema,
  PromiseState,
  RequesterNoticeRequestedSchema,
  type Ticket,
  TicketRecordedSchema,
  TicketState,
  Urgency,
  VisitMethod,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { TestService } from '@anju/testing';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let desk: ReturnType<typeof deskOf>;
let specialistId: string;

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  const specialist = await aSpecialist(test);
  specialistId = specialist.subjectId;
  desk = deskOf(test, specialist);
}, 60_000);
afterAll(() => test.stop());
afterEach(() => test.clock.set(undefined));

/** Every notice of the case reached the requester. */
async function delivered(ticket: Ticket): Promise<void> {
  for (const notice of ticket.notices) {
    await test.hear(NoticeDeliveredSchema, {
      ...{ noticeId: newId(), subjectType: 'ticket', subjectId: ticket.id, sourceId: notice.id },
      ...{ recipientId: ticket.requesterId, channel: NoticeChannel.INBOX, state: DeliveryState.DELIVERED },
    });
  }
}

const resolved = async () => {
  const { id } = await desk.recordTicket(aComplaint(home));
  return desk.resolveTicket({ id, solution: '已与楼上业主沟通' });
};

const visit = (id: string, change: object = {}) => ({
  id,
  method: VisitMethod.PHONE,
  reached: true,
  satisfaction: 5,
  solved: true,
  ...change,
});

describe('recording (Article 7(1))', () => {
  it('answers with the number and the promised deadlines, and asks for the requester to be told', async () => {
    // Monday 09:00 in Shanghai.
    test.clock.set('2026-03-02T01:00:00Z');
    const ticket = await desk.recordTicket(aComplaint(home));
    expect(ticket.number).toMatch(/^LH-2026-\d{6}$/);
    expect(ticket.state).toBe(TicketState.NEW);
    const due = Object.fromEntries(
      ticket.promises.map(({ kind, dueTime }) => [
        PromiseKind[kind],
        dueTime && timestampDate(dueTime).toISOString(),
      ]),
    );
    expect(due).toEqual({
      OWN: '2026-03-02T01:30:00.000Z',
      FIRST_RESPONSE: '2026-03-02T03:00:00.000Z',
      PROGRESS: '2026-03-03T10:30:00.000Z',
      RESOLUTION: '2026-03-06T10:30:00.000Z',
    });
    const told = (await test.told(TicketRecordedSchema)).find((event) => event.ticketId === ticket.id);
    expect(told?.promises).toHaveLength(4);
    const notice = (await test.told(RequesterNoticeRequestedSchema)).find(
      (event) => event.ticketId === ticket.id,
    );
    expect(notice).toMatchObject({ occasion: 'recorded', requesterId: home.ownerId });
  });

  it('gives numbers without gaps however many come at once', async () => {
    const one = await aHome(test, 'GAP');
    const tickets = await Promise.all(Array.from({ length: 20 }, () => desk.recordTicket(aComplaint(one))));
    const numbers = tickets.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('keeps proof that the requester was told', async () => {
    const ticket = await desk.recordTicket(aComplaint(home));
    await delivered(ticket);
    const told = await desk.getTicket({ id: ticket.id });
    expect(told.notices[0]?.deliverTime).toBeDefined();
    expect(told.promises.every(({ toldTime }) => toldTime !== undefined)).toBe(true);
  });

  it('has one effect per idempotency key', async () => {
    const key = newId();
    const first = await desk.recordTicket(aComplaint(home), { idempotencyKey: key });
    expect((await desk.recordTicket(aComplaint(home), { idempotencyKey: key })).number).toBe(first.number);
    const other = desk.recordTicket(aComplaint(home, { subject: '另一件事' }), { idempotencyKey: key });
    await expect(other).rejects.toMatchObject({ reason: 'key_reused' });
  });

  it.each([
    ['estate_unknown', () => ({ estateId: newId() }), 'estateId'],
    ['unit_unknown', () => ({ unitId: newId() }), 'unitId'],
    ['requester_unknown', () => ({ requesterId: newId() }), 'requesterId'],
  ])('refuses what the directory does not know: %s', async (reason, change, field) => {
    const refused = desk.recordTicket(aComplaint(home, change()));
    await expect(refused).rejects.toMatchObject({
      reason: `ticketing.${reason}`,
      problem: { violations: [{ field }] },
    });
  });
});

describe('working on it (Article 7(2)-(5))', () => {
  it('verifies, assigns and keeps the promises that this keeps', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    expect((await desk.verifyTicket({ id })).state).toBe(TicketState.VERIFYING);
    await desk.verifyTicket({ id, findings: '现场核实属实' });
    const ticket = await desk.assignTicket({ id, assigneeId: specialistId });
    expect(ticket).toMatchObject({
      state: TicketState.IN_PROGRESS,
      assigneeId: specialistId,
      findings: '现场核实属实',
    });
    const kept = ticket.promises.filter(({ state }) => state === PromiseState.KEPT).map(({ kind }) => kind);
    expect(kept.sort()).toEqual([PromiseKind.OWN, PromiseKind.FIRST_RESPONSE]);
    expect((await test.told(PromiseSettledSchema)).filter((event) => event.ticketId === id)).toHaveLength(2);
  });

  it('declines a case only with findings', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await expect(desk.verifyTicket({ id, decline: true })).rejects.toMatchObject({
      reason: 'ticketing.findings_missing',
    });
    expect((await desk.verifyTicket({ id, decline: true, findings: '非物业范围' })).state).toBe(
      TicketState.DECLINED,
    );
  });

  it('releases departments when a case is declined, and takes no promise beyond a year', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await desk.verifyTicket({ id });
    const far = timestampFromDate(new Date(Date.now() + 400 * 86_400_000));
    const ask = { id, department: Post.SECURITY_GUARD, request: '看看' };
    await expect(desk.requestCommitment({ ...ask, dueTime: far })).rejects.toMatchObject({
      reason: 'ticketing.due_time_far',
    });
    await desk.requestCommitment(ask);
    const declined = await desk.verifyTicket({ id, decline: true, findings: '非物业范围' });
    expect(declined.commitments[0]?.state).toBe(CommitmentState.WITHDRAWN);
  });

  it('assigns only to somebody of the desk in that estate', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    const guard = await test.staff([{ post: Post.SECURITY_GUARD }]);
    await expect(desk.assignTicket({ id, assigneeId: guard.subjectId })).rejects.toMatchObject({
      reason: 'ticketing.assignee_unfit',
    });
  });

  it('lets a department accept and fulfil, decline with a reason, and nobody answer for another', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await desk.assignTicket({ id, assigneeId: specialistId });
    const asked = await desk.requestCommitment({ id, department: Post.SECURITY_GUARD, request: '夜间巡查' });
    const again = desk.requestCommitment({ id, department: Post.SECURITY_GUARD, request: '再查' });
    await expect(again).rejects.toMatchObject({ reason: 'ticketing.commitment_open' });
    const commitmentId = asked.commitments[0]?.id ?? '';
    const keeper = deskOf(test, await test.staff([{ post: Post.ORDER_KEEPER }]));
    await expect(keeper.acceptCommitment({ id: commitmentId })).rejects.toMatchObject({
      reason: 'ticketing.other_department',
    });
    expect((await keeper.listCommitments({ ticketId: id })).commitments).toHaveLength(0);
    const guard = deskOf(test, await test.staff([{ post: Post.SECURITY_GUARD }]));
    expect((await guard.listCommitments({ ticketId: id })).commitments).toMatchObject([
      { id: commitmentId, request: '夜间巡查' },
    ]);
    expect((await guard.acceptCommitment({ id: commitmentId })).state).toBe(CommitmentState.ACCEPTED);
    const done = await guard.fulfilCommitment({ id: commitmentId, result: '已劝阻' });
    expect(done).toMatchObject({ state: CommitmentState.FULFILLED, result: '已劝阻' });
    const listed = async (...states: CommitmentState[]) =>
      (await guard.listCommitments({ ticketId: id, states })).commitments.length;
    expect(await listed(CommitmentState.REQUESTED, CommitmentState.ACCEPTED)).toBe(0);
    expect(await listed(CommitmentState.ACCEPTED, CommitmentState.FULFILLED)).toBe(1);
    await expect(guard.declineCommitment({ id: commitmentId, reason: '晚了' })).rejects.toMatchObject({
      reason: 'ticketing.state',
    });
  });

  it('waits for leadership, once, and goes on with the answer heard twice', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await desk.assignTicket({ id, assigneeId: specialistId });
    const asked = await desk.requestApproval({
      id,
      subject: '隔音改造',
      materials: '报价三家',
      amountFen: 500_000n,
    });
    expect(asked.state).toBe(TicketState.AWAITING_APPROVAL);
    await expect(desk.resolveTicket({ id, solution: 'x' })).rejects.toMatchObject({
      reason: 'ticketing.state',
    });
    const decided = {
      approvalId: asked.approvals[0]?.id ?? '',
      duty: 'ticketing',
      subjectId: id,
      state: ApprovalState.GRANTED,
    };
    const event = await test.hear(ApprovalDecidedSchema, decided);
    await test.hear(ApprovalDecidedSchema, decided, { id: event });
    const ticket = await desk.getTicket({ id });
    expect(ticket).toMatchObject({
      state: TicketState.IN_PROGRESS,
      approvals: [{ granted: true, open: false }],
    });
    expect(ticket.etag).toBe('4');
  });

  it('owes the next progress notice after each one', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    const ticket = await desk.notifyRequester({ id, message: '正在联系楼上业主' });
    const progress = ticket.promises
      .filter(({ kind }) => kind === PromiseKind.PROGRESS)
      .map(({ state }) => state);
    expect(progress).toEqual([PromiseState.KEPT, PromiseState.OPEN]);
  });

  it('calls a late promise broken and keeps when it was done', async () => {
    test.clock.set('2026-03-02T01:00:00Z');
    const { id } = await desk.recordTicket(aComplaint(home));
    test.clock.set('2026-03-12T01:00:00Z');
    const ticket = await desk.resolveTicket({ id, solution: '解决' });
    expect(ticket.promises.every(({ state }) => state === PromiseState.BROKEN)).toBe(true);
    expect(ticket.promises[0]?.doneTime).toEqual(timestampFromDate(new Date('2026-03-12T01:00:00Z')));
  });
});

describe('visiting and closing (Article 7(6))', () => {
  it('lists what is open instead of closing', async () => {
    const ticket = await resolved();
    const refusal = await desk.closeTicket({ id: ticket.id }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ reason: 'ticketing.cannot_close', code: 'FAILED_PRECONDITION' });
    expect(ticket.openItems.map(({ kind }) => kind)).toEqual(['notice', 'notice', 'visit']);
    expect(ticket.allowedActions).not.toContain('close');
  });

  it('closes after a visit by another than the resolver, with every notice delivered', async () => {
    const { id } = await resolved();
    await expect(desk.recordVisit(visit(id))).rejects.toMatchObject({
      reason: 'ticketing.visit_by_resolver',
    });
    const caller = deskOf(test, await aSpecialist(test));
    await caller.recordVisit(visit(id, { reached: false }));
    const visited = await caller.recordVisit(visit(id));
    expect(visited.state).toBe(TicketState.FOLLOWING_UP);
    await delivered(visited);
    const ready = await caller.getTicket({ id });
    expect(ready.allowedActions).toContain('close');
    expect((await caller.closeTicket({ id, etag: ready.etag })).state).toBe(TicketState.CLOSED);
    expect((await desk.reopenTicket({ id, reason: '又响了' })).state).toBe(TicketState.IN_PROGRESS);
  });

  it('asks for satisfaction when reached and for words when it is low; "not solved" reopens', async () => {
    const { id } = await resolved();
    const caller = deskOf(test, await aSpecialist(test));
    await expect(caller.recordVisit(visit(id, { satisfaction: 0 }))).rejects.toMatchObject({
      reason: 'ticketing.satisfaction_missing',
    });
    await expect(caller.recordVisit(visit(id, { satisfaction: 2 }))).rejects.toMatchObject({
      reason: 'ticketing.comment_missing',
    });
    const unhappy = await caller.recordVisit(
      visit(id, { satisfaction: 1, solved: false, comment: '还是吵' }),
    );
    expect(unhappy).toMatchObject({ state: TicketState.IN_PROGRESS, reopenCount: 1 });
    expect(unhappy.promises.filter(({ state }) => state === PromiseState.OPEN)).toHaveLength(2);
  });

  it("takes a closed case up again only within the policy's days", async () => {
    test.clock.set('2026-03-02T01:00:00Z');
    const { id } = await desk.recordTicket(aComplaint(home, { requesterId: '' }));
    await desk.resolveTicket({ id, solution: '答复' });
    await desk.closeTicket({ id });
    test.clock.set('2026-04-20T01:00:00Z');
    await expect(desk.reopenTicket({ id, reason: '再来' })).rejects.toMatchObject({
      reason: 'ticketing.state',
    });
  });

  it('releases departments, leadership and promises when it is cancelled', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await desk.assignTicket({ id, assigneeId: specialistId });
    await desk.requestCommitment({ id, department: Post.FACILITY_KEEPER, request: '查看' });
    const ticket = await desk.cancelTicket({ id, reason: '业主撤回' });
    expect(ticket.commitments[0]?.state).toBe(CommitmentState.WITHDRAWN);
    expect(ticket.promises.some(({ state }) => state === PromiseState.OPEN)).toBe(false);
  });
});

describe('who sees what', () => {
  it('another estate and another company see nothing, and foreign looks like unknown', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    const other = await aHome(test, 'QT');
    const elsewhere = deskOf(test, await aSpecialist(test, [other.estateId]));
    const stranger = deskOf(test, await aSpecialist(test, undefined, test.otherTenantId));
    for (const client of [elsewhere, stranger]) {
      const [foreign, unknown] = await Promise.all(
        [id, newId()].map((one) =>
          client.getTicket({ id: one }).catch((error: unknown) => (error as Error).message),
        ),
      );
      expect(foreign).toBe(unknown);
      await expect(client.resolveTicket({ id, solution: 'x' })).rejects.toMatchObject({
        reason: 'not_found',
      });
      expect((await client.listTickets({})).tickets).toHaveLength(0);
    }
  });

  it('residents see their own cases without the inside, may cancel, and ask only for themselves', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await desk.verifyTicket({ id, findings: '内部记录' });
    const owner = deskOf(test, await test.resident([home.estateId], test.tenantId, home.ownerId));
    const seen = await owner.getTicket({ id });
    expect(seen).toMatchObject({ id, findings: '', commitments: [], allowedActions: ['cancel'] });
    expect((await owner.getTimeline({ id })).entries.map(({ type }) => type)).toEqual([
      'TicketRecorded',
      'RequesterNoticeRequested',
    ]);
    const neighbour = deskOf(test, await test.resident([home.estateId]));
    await expect(neighbour.getTicket({ id })).rejects.toMatchObject({ reason: 'not_found' });
    await expect(owner.resolveTicket({ id, solution: 'x' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    const own = await owner.recordTicket(aComplaint(home, { requesterId: newId() }));
    expect(own).toMatchObject({ requesterId: home.ownerId, recorderId: '' });
  });

  it('who wants to stay unnamed is known to the desk only', async () => {
    const { id, requesterId } = await desk.recordTicket(aComplaint(home, { anonymous: true }));
    expect(requesterId).toBe(home.ownerId);
    const leader = deskOf(test, await test.staff([{ post: Post.LEADERSHIP }]));
    expect(await leader.getTicket({ id })).toMatchObject({ anonymous: true, requesterId: '' });
    const { entries } = await leader.getTimeline({ id });
    expect(JSON.stringify(entries.map(({ detail, actorId }) => [detail, actorId]))).not.toContain(
      home.ownerId,
    );
    expect((await desk.getTimeline({ id })).entries[0]?.detail).toContain(home.ownerId);
  });

  it('a resident names only an own unit, and staff decide what an emergency is', async () => {
    const other = await aHome(test, 'NB');
    const owner = deskOf(test, await test.resident([home.estateId], test.tenantId, home.ownerId));
    await test.hear(UnitsChangedSchema, {
      estateId: home.estateId,
      units: [{ unitId: other.unitId, label: '9-9' }],
    });
    await expect(owner.recordTicket(aComplaint(home, { unitId: other.unitId }))).rejects.toMatchObject({
      reason: 'ticketing.unit_unknown',
    });
    const urgent = await owner.recordTicket(aComplaint(home, { urgency: Urgency.EMERGENCY }));
    expect(urgent.urgency).toBe(Urgency.HIGH);
    expect((await desk.recordTicket(aComplaint(home, { urgency: Urgency.EMERGENCY }))).urgency).toBe(
      Urgency.EMERGENCY,
    );
  });

  it('homes that ended do not come back with an old event', async () => {
    const { ownerId, estateId, unitId } = await aHome(test, 'OLD');
    const persons = [{ personId: ownerId, ties: [{ unitId, estateId }] }];
    const gone = [{ personId: ownerId, ties: [] }];
    await test.hear(TiesChangedSchema, { persons: gone }, { time: new Date(Date.now() + 60_000) });
    await test.hear(TiesChangedSchema, { persons }, { time: new Date(Date.now() + 30_000) });
    const again = desk.recordTicket(aComplaint({ ownerId, estateId, unitId }));
    await expect(again).rejects.toMatchObject({ reason: 'ticketing.requester_unknown' });
  });

  it('pages through cases newest first without gaps', async () => {
    const place = await aHome(test, 'PG');
    for (let index = 0; index < 5; index++) await desk.recordTicket(aComplaint(place));
    const first = await desk.listTickets({ estateId: place.estateId, pageSize: 3 });
    const second = await desk.listTickets({
      estateId: place.estateId,
      pageSize: 3,
      pageToken: first.nextPageToken,
    });
    const numbers = [...first.tickets, ...second.tickets].map(({ number }) => Number(number.slice(-6)));
    expect(numbers).toEqual([5, 4, 3, 2, 1]);
    const elsewhere = desk.listTickets({ estateId: home.estateId, pageToken: first.nextPageToken });
    await expect(elsewhere).rejects.toMatchObject({ reason: 'page_token' });
  });

  it('tells its timeline in order from its own events', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    await desk.assignTicket({ id, assigneeId: specialistId });
    const { entries } = await desk.getTimeline({ id });
    expect(entries.map(({ type }) => type)).toEqual([
      'TicketRecorded',
      'RequesterNoticeRequested',
      'TicketAssigned',
      'PromiseSettled',
    ]);
    expect(entries[2]?.actorId).toBe(specialistId);
  });

  it('keeps every table behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
