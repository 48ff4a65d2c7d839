import { DeliveryState, NoticeChannel, NoticeDeliveredSchema } from '@anju/contracts/notification';
import { EstateChangedSchema } from '@anju/contracts/directory';
import { Post } from '@anju/contracts/options';
import {
  ClosedBy,
  CommitmentOverdueSchema,
  CommitmentState,
  EscalationAcknowledgedSchema,
  PromiseBrokenSchema,
  PromiseKind,
  PromiseState,
  PromiseWarnedSchema,
  RequesterNoticeRequestedSchema,
  type Ticket,
  TicketClosedSchema,
  TicketEscalatedSchema,
  TicketKind,
  TicketOrder,
  TicketPolicyService,
  TicketRelationsService,
  TicketState,
  TicketTalkService,
  TicketWaitingSchema,
  Urgency,
  VisitDueSchema,
  VisitMethod,
  WaitReason,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { eventually, type TestService } from '@anju/testing';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WakeTickets } from '../src/app/wake-tickets.js';
import type { Work } from '../src/store/database.js';
import { TicketStore } from '../src/store/ticket.store.js';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let desk: ReturnType<typeof deskOf>;
let specialist: Awaited<ReturnType<typeof aSpecialist>>;

// Monday 09:00 in Shanghai.
const monday = '2026-03-02T01:00:00Z';

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  specialist = await aSpecialist(test);
  desk = deskOf(test, specialist);
}, 60_000);
afterAll(() => test.stop());
afterEach(() => test.clock.set(undefined));

const owner = async (of = home) => test.resident([of.estateId], test.tenantId, of.ownerId);
const talk = (who: typeof specialist) => test.client(TicketTalkService, who);
const relations = () => test.client(TicketRelationsService, specialist);
const ofTicket = <T extends { ticketId: string }>(events: readonly T[], { id }: { id: string }) =>
  events.filter(({ ticketId }) => ticketId === id);

/** Lets time come to that moment and waits until the service has done what is due then. */
async function comes(time: string): Promise<void> {
  test.clock.set(time);
  await test.service.app.get(WakeTickets).round();
}

async function recorded(change: object = {}): Promise<Ticket> {
  test.clock.set(monday);
  const ticket = await desk.recordTicket(aComplaint(home, change));
  await delivered(ticket);
  return ticket;
}

async function delivered(ticket: Ticket): Promise<void> {
  for (const notice of ticket.notices)
    await test.hear(NoticeDeliveredSchema, {
      ...{ noticeId: newId(), subjectType: 'ticket', subjectId: ticket.id, sourceId: notice.id },
      ...{ recipientId: ticket.requesterId, channel: NoticeChannel.INBOX, state: DeliveryState.DELIVERED },
    });
}

const promiseOf = (ticket: Ticket, kind: PromiseKind) => ticket.promises.find((one) => one.kind === kind);
const isoDue = (ticket: Ticket, kind: PromiseKind) => {
  const due = promiseOf(ticket, kind)?.dueTime;
  return due && timestampDate(due).toISOString();
};

describe('clocks', () => {
  it('warn, break and escalate by themselves, each once, and tell it', async () => {
    const ticket = await recorded();
    await comes('2026-03-02T01:24:00Z');
    expect(ofTicket(await test.told(PromiseWarnedSchema), ticket).map(({ kind }) => kind)).toEqual([
      PromiseKind.OWN,
    ]);
    await comes('2026-03-02T01:31:00Z');
    await comes('2026-03-02T01:32:00Z');
    const broken = ofTicket(await test.told(PromiseBrokenSchema), ticket);
    expect(broken).toMatchObject([{ kind: PromiseKind.OWN, staffId: '' }]);
    expect(ofTicket(await test.told(TicketEscalatedSchema), ticket)).toMatchObject([
      { level: 1, post: Post.SERVICE_SPECIALIST, promiseKind: PromiseKind.OWN },
    ]);
    const seen = await desk.getTicket({ id: ticket.id });
    expect(promiseOf(seen, PromiseKind.OWN)?.state).toBe(PromiseState.BROKEN);
    expect(seen.allowedActions).toContain('acknowledge');
    expect(seen.statusText).toContain('已超过承诺时间');
  });

  it('have one effect when several replicas wake the same case at once', async () => {
    const ticket = await recorded();
    test.clock.set('2026-03-02T01:31:00Z');
    const tickets = test.service.app.get(TicketStore);
    const wake = () =>
      test.service.database.as(test.tenantId, (work) => tickets.wake(work as Work, ticket.id));
    await Promise.all(Array.from({ length: 4 }, wake));
    expect(ofTicket(await test.told(PromiseBrokenSchema), ticket)).toHaveLength(1);
    expect(ofTicket(await test.told(TicketEscalatedSchema), ticket)).toHaveLength(1);
  });

  it('are judged before anything else is decided, however late the waking is', async () => {
    const ticket = await recorded();
    test.clock.set('2026-03-02T02:00:00Z');
    const assigned = await desk.assignTicket({ id: ticket.id, assigneeId: specialist.subjectId });
    expect(promiseOf(assigned, PromiseKind.OWN)).toMatchObject({ state: PromiseState.BROKEN, brokenBy: '' });
    const types = (await desk.getTimeline({ id: ticket.id })).entries.map(({ type }) => type);
    expect(types.indexOf('TicketAssigned')).toBeLessThan(types.indexOf('PromiseSettled'));
    expect(types).toContain('PromiseBroken');
  });

  it('cannot be edited by hand: no method takes a due time of a promise', async () => {
    const before = await recorded();
    const after = await desk.verifyTicket({ id: before.id, findings: '属实' });
    expect(isoDue(after, PromiseKind.RESOLUTION)).toBe(isoDue(before, PromiseKind.RESOLUTION));
  });

  it('stop climbing when somebody takes note', async () => {
    const ticket = await recorded();
    await comes('2026-03-02T01:31:00Z');
    const noted = await desk.acknowledgeTicket({ id: ticket.id });
    expect(noted.escalations[0]?.acknowledgedBy).toBe(specialist.subjectId);
    expect(ofTicket(await test.told(EscalationAcknowledgedSchema), ticket)).toHaveLength(1);
    await comes('2026-03-02T02:45:00Z');
    expect(ofTicket(await test.told(TicketEscalatedSchema), ticket)).toHaveLength(1);
    await comes('2026-03-02T03:01:00Z');
    const kinds = ofTicket(await test.told(TicketEscalatedSchema), ticket).map((one) => one.promiseKind);
    expect(kinds).toEqual([PromiseKind.OWN, PromiseKind.FIRST_RESPONSE]);
  });

  it('wait while the requester is waited for, and go on when the requester writes', async () => {
    const ticket = await recorded();
    await desk.assignTicket({ id: ticket.id, assigneeId: specialist.subjectId });
    const waiting = await desk.waitTicket({ id: ticket.id, reason: WaitReason.OWNER, note: '等业主约时间' });
    expect(waiting).toMatchObject({ state: TicketState.PENDING, statusText: '等待中 · 等待业主' });
    await comes('2026-03-09T01:00:00Z');
    expect(ofTicket(await test.told(PromiseBrokenSchema), ticket)).toHaveLength(0);
    const said = await talk(await owner()).addMessage({ ticketId: ticket.id, text: '周二上午在家' });
    expect(said).toMatchObject({ authorKind: 'resident', internal: false });
    const going = await desk.getTicket({ id: ticket.id });
    expect(going.state).toBe(TicketState.IN_PROGRESS);
    expect(isoDue(going, PromiseKind.RESOLUTION)).toBe('2026-03-13T10:30:00.000Z');
    const first = promiseOf(going, PromiseKind.RESOLUTION)?.firstDueTime;
    expect(first && timestampDate(first).toISOString()).toBe('2026-03-06T10:30:00.000Z');
    const told = ofTicket(await test.told(TicketWaitingSchema), ticket).map(({ reason }) => reason);
    expect(told).toEqual([WaitReason.OWNER, WaitReason.UNSPECIFIED]);
  });

  it('of departments run beside each other, and overdue work is theirs', async () => {
    const { id } = await recorded();
    await desk.assignTicket({ id, assigneeId: specialist.subjectId });
    const dueTime = timestampFromDate(new Date('2026-03-02T03:00:00Z'));
    await desk.requestCommitment({ id, department: Post.SECURITY_GUARD, request: '巡查', dueTime });
    const two = await desk.requestCommitment({ id, department: Post.FACILITY_KEEPER, request: '检查' });
    expect(two.commitments.map(({ department }) => department)).toEqual([
      Post.SECURITY_GUARD,
      Post.FACILITY_KEEPER,
    ]);
    await comes('2026-03-02T03:00:01Z');
    expect(ofTicket(await test.told(CommitmentOverdueSchema), { id })).toMatchObject([
      { department: Post.SECURITY_GUARD },
    ]);
    const guard = deskOf(test, await test.staff([{ post: Post.SECURITY_GUARD }]));
    const done = await guard.fulfilCommitment({ id: two.commitments[0]?.id ?? '', result: '已巡查' });
    expect(done.overdueTime).toBeDefined();
    const back = await desk.returnCommitment({ id: done.id, reason: '没有照片' });
    expect(back.commitments.map(({ department, state }) => [department, state])).toEqual([
      [Post.SECURITY_GUARD, CommitmentState.RETURNED],
      [Post.FACILITY_KEEPER, CommitmentState.REQUESTED],
      [Post.SECURITY_GUARD, CommitmentState.REQUESTED],
    ]);
  });

  it("follow the estate's own days", async () => {
    const place = await aHome(test, 'OWN');
    const workingWeek = { frames: [], daysOff: ['2026-03-03'], daysWorked: ['2026-03-07'] };
    const event = { estateId: place.estateId, name: 'OWN', code: 'OWN', zone: 'Asia/Shanghai', workingWeek };
    await test.hear(EstateChangedSchema, event, { subject: place.estateId });
    test.clock.set(monday);
    const ticket = await desk.recordTicket(aComplaint(place));
    expect(isoDue(ticket, PromiseKind.RESOLUTION)).toBe('2026-03-07T10:30:00.000Z');
  });
});

describe('the queue', () => {
  it('is in the order of the nearest clock, and visits in the order in which they are due', async () => {
    const place = await aHome(test, 'QU');
    const order = async (by: TicketOrder) => {
      const first = await desk.listTickets({ estateId: place.estateId, order: by, pageSize: 2 });
      const rest = { estateId: place.estateId, order: by, pageToken: first.nextPageToken };
      const more = first.nextPageToken ? await desk.listTickets(rest) : { tickets: [] };
      return [...first.tickets, ...more.tickets].map(({ id }) => id);
    };
    test.clock.set(monday);
    const slow = await desk.recordTicket(aComplaint(place, { kind: TicketKind.SUGGESTION }));
    const quick = await desk.recordTicket(aComplaint(place, { urgency: Urgency.EMERGENCY }));
    const plain = await desk.recordTicket(aComplaint(place));
    const solved = await desk.resolveTicket({
      id: (await desk.recordTicket(aComplaint(place))).id,
      solution: '好',
    });
    expect(await order(TicketOrder.NEXT_DUE)).toEqual([quick.id, plain.id, slow.id]);
    expect(await order(TicketOrder.VISIT_DUE)).toEqual([solved.id]);
    await desk.assignTicket({ id: quick.id, assigneeId: specialist.subjectId });
    await desk.waitTicket({ id: quick.id, reason: WaitReason.OWNER, note: '等业主' });
    expect(await order(TicketOrder.NEXT_DUE)).toEqual([plain.id, slow.id]);
  });
});

describe('the follow-up visit and the end (Article 7(6))', () => {
  const solve = async () => {
    const { id } = await recorded();
    await desk.assignTicket({ id, assigneeId: specialist.subjectId });
    const solved = await desk.resolveTicket({ id, solution: '已铺设隔音垫' });
    await delivered(solved);
    return solved;
  };

  it('is announced when it is due, without the resolver', async () => {
    const ticket = await solve();
    expect(ticket.visitDueTime).toBeDefined();
    await comes('2026-03-03T02:00:00Z');
    expect(ofTicket(await test.told(VisitDueSchema), ticket)).toMatchObject([
      { resolverId: specialist.subjectId, requesterId: home.ownerId },
    ]);
  });

  it('closes by itself after the last attempt that reached nobody, and says so', async () => {
    const { id } = await solve();
    const colleague = deskOf(test, await aSpecialist(test));
    for (const day of ['03', '04', '05']) {
      test.clock.set(`2026-03-${day}T03:00:00Z`);
      await colleague.recordVisit({ id, method: VisitMethod.PHONE, reached: false });
    }
    await comes('2026-03-11T03:00:00Z');
    expect(await desk.getTicket({ id })).toMatchObject({
      state: TicketState.CLOSED,
      closedBy: ClosedBy.NO_ANSWER,
    });
    expect(ofTicket(await test.told(TicketClosedSchema), { id })).toMatchObject([
      { closedBy: 'no_answer', staffId: '', selfHandled: false },
    ]);
  });

  it("closes on the requester's own yes, and a no takes it up again", async () => {
    const yes = await solve();
    const home_ = talk(await owner());
    await home_.acceptSolution({ id: yes.id, satisfaction: 5 });
    await eventually(async () => (await desk.getTicket({ id: yes.id })).closedBy === ClosedBy.REQUESTER);
    const no = await solve();
    const again = await home_.rejectSolution({ id: no.id, reason: '还是响' });
    expect(again).toMatchObject({ state: TicketState.IN_PROGRESS, reopenCount: 1 });
    await expect(home_.acceptSolution({ id: no.id, satisfaction: 5 })).rejects.toMatchObject({
      reason: 'ticketing.state',
    });
  });

  it('a case one person recorded, solved and closed alone is marked', async () => {
    test.clock.set(monday);
    const { id } = await desk.recordTicket(aComplaint(home, { requesterId: '' }));
    await desk.resolveTicket({ id, solution: '答复' });
    await desk.closeTicket({ id });
    expect(ofTicket(await test.told(TicketClosedSchema), { id })).toMatchObject([{ selfHandled: true }]);
  });
});

describe('what is said', () => {
  it('reaches the requester as a notice, notes among staff do not', async () => {
    const ticket = await recorded();
    const staff = talk(specialist);
    await staff.addMessage({ ticketId: ticket.id, text: '请问周三方便吗' });
    await staff.addMessage({ ticketId: ticket.id, text: '业主情绪激动', internal: true });
    const asked = ofTicket(await test.told(RequesterNoticeRequestedSchema), ticket);
    expect(asked.map(({ occasion }) => occasion)).toEqual(['recorded', 'message']);
    const words = (messages: readonly { text: string }[]) => messages.map(({ text }) => text);
    expect(words((await staff.listMessages({ ticketId: ticket.id })).messages)).toEqual([
      '业主情绪激动',
      '请问周三方便吗',
    ]);
    const seen = await talk(await owner()).listMessages({ ticketId: ticket.id });
    expect(words(seen.messages)).toEqual(['请问周三方便吗']);
    const types = (await deskOf(test, await owner()).getTimeline({ id: ticket.id })).entries;
    expect(types.filter(({ type }) => type === 'TicketMessageAdded')).toHaveLength(1);
    const neighbour = talk(await test.resident([home.estateId]));
    await expect(neighbour.addMessage({ ticketId: ticket.id, text: 'x' })).rejects.toMatchObject({
      reason: 'not_found',
    });
  });

  it('two people on one case see each other', async () => {
    const { id } = await recorded();
    const colleague = await aSpecialist(test);
    expect((await talk(specialist).touchTicket({ id, editing: true })).viewers).toEqual([]);
    const seen = await talk(colleague).touchTicket({ id });
    expect(seen.viewers).toMatchObject([{ staffId: specialist.subjectId, editing: true }]);
    test.clock.set('2026-03-02T01:01:00Z');
    expect((await talk(colleague).touchTicket({ id })).viewers).toEqual([]);
  });
});

describe('one leak, many flats', () => {
  it('merging ends the case, and its requester hears what is told where it went', async () => {
    const [first, second] = [await recorded(), await recorded({ subject: '同一处渗水' })];
    await talk(await owner()).addMessage({ ticketId: second.id, text: '天花板也湿了' });
    const merged = await relations().mergeTicket({ id: second.id, intoId: first.id });
    expect(merged).toMatchObject({ state: TicketState.MERGED, mergedIntoId: first.id });
    await desk.notifyRequester({ id: first.id, message: '正在检修' });
    await desk.resolveTicket({ id: first.id, solution: '已修好' });
    const heard = (await desk.getTicket({ id: second.id })).notices.map(({ message }) => message);
    expect(heard.slice(-2)).toEqual(['正在检修', '已修好']);
    const { messages } = await talk(specialist).listMessages({ ticketId: first.id });
    expect(messages.map(({ text }) => text)).toContain('天花板也湿了');
    await expect(relations().mergeTicket({ id: first.id, intoId: newId() })).rejects.toMatchObject({
      reason: 'ticketing.relation_unfit',
      problem: { violations: [{ field: 'intoId', rule: 'known' }] },
    });
  });

  it("the parent's solution answers its children, and it closes after them", async () => {
    const [parent, child] = [await recorded({ requesterId: '' }), await recorded({ requesterId: '' })];
    await relations().setParent({ id: child.id, parentId: parent.id });
    const solved = await desk.resolveTicket({ id: parent.id, solution: '主管道已更换' });
    expect(solved.openItems).toMatchObject([{ kind: 'child', id: child.id }]);
    const answered = await desk.getTicket({ id: child.id });
    expect(answered).toMatchObject({ state: TicketState.RESOLVED, solution: '主管道已更换' });
    await expect(desk.closeTicket({ id: parent.id })).rejects.toMatchObject({
      reason: 'ticketing.cannot_close',
    });
    await desk.closeTicket({ id: child.id });
    expect((await desk.closeTicket({ id: parent.id })).state).toBe(TicketState.CLOSED);
  });

  it('a part becomes a case of its own with promises of its own', async () => {
    const whole = await recorded();
    const part = await relations().splitTicket({
      id: whole.id,
      subject: '另:路灯不亮',
      category: 'lighting',
    });
    expect(part).toMatchObject({ splitFromId: whole.id, requesterId: home.ownerId, category: 'lighting' });
    expect(part.promises).toHaveLength(4);
    expect(part.number).not.toBe(whole.number);
  });
});

describe('policy versions', () => {
  const policies = async (post: Post, tenantId?: string) =>
    test.client(TicketPolicyService, await test.staff([{ post }], tenantId));

  it('judge what is recorded from their time on; a case keeps the one that judged it', async () => {
    test.clock.set('2026-02-02T01:00:00Z');
    const manager = await policies(Post.SERVICE_MANAGER, test.otherTenantId);
    const place = await aHome(test, 'PL', test.otherTenantId);
    const there = deskOf(test, await aSpecialist(test, undefined, test.otherTenantId));
    const before = await there.recordTicket(aComplaint(place));
    const [built] = (await manager.listPolicies({})).policies;
    if (!built?.policy) throw new Error('no built-in policy');
    const kinds = built.policy.kinds.map((one) => ({
      ...one,
      ...(one.limits ? { limits: { ...one.limits, own: 30, firstResponse: 60 } } : {}),
    }));
    const policy = { ...built.policy, version: '2026-strict', kinds };
    const effectiveTime = timestampFromDate(new Date('2026-02-03T00:00:00Z'));
    await manager.publishPolicy({ policy, effectiveTime });
    const same = await there.recordTicket(aComplaint(place));
    test.clock.set('2026-02-03T01:00:00Z');
    const after = await there.recordTicket(aComplaint(place));
    expect([before, same, after].map((one) => one.promises[0]?.policyVersion)).toEqual([
      '2026-1',
      '2026-1',
      '2026-strict',
    ]);
    expect(isoDue(after, PromiseKind.FIRST_RESPONSE)).toBe('2026-02-03T02:00:00.000Z');
    await expect(manager.publishPolicy({ policy })).rejects.toMatchObject({
      reason: 'ticketing.version_taken',
    });
    const ladder = [...policy.ladder].reverse();
    await expect(
      manager.publishPolicy({ policy: { ...policy, version: 'x', ladder } }),
    ).rejects.toMatchObject({
      reason: 'ticketing.policy_unfit',
    });
    const others = await policies(Post.SERVICE_MANAGER);
    expect((await others.listPolicies({})).policies).toHaveLength(1);
    await expect((await policies(Post.SECURITY_GUARD)).listPolicies({})).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('everything stays behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
