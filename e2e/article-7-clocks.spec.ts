import { Decision } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import {
  Channel,
  ClosedBy,
  CommitmentState,
  PromiseKind,
  PromiseState,
  type Ticket,
  TicketKind,
  TicketState,
  VisitMethod,
  WaitReason,
} from '@anju/contracts/ticketing';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { secretsOf } from '../tools/stack/state.ts';
import { aCompany, type Caller, type Company, refused, soon } from './company.js';

const { clockKey } = secretsOf(process.env['ANJU_STATE'] ?? '');

let company: Company;
let desk: Caller['ticketing'];
let id: string;

/** Shanghai's clock; Monday the 2nd of March 2026 is the first day of the story. */
const beijing = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const at = (text: string) => ({ headers: { 'anju-now': `${beijing(text).toISOString()};${clockKey}` } });

const read = () => desk.getTicket({ id });
const promisesOf = (ticket: Ticket, kind: PromiseKind) => ticket.promises.filter((one) => one.kind === kind);
const dueOf = (ticket: Ticket, kind: PromiseKind) => {
  const due = promisesOf(ticket, kind).at(-1)?.dueTime;
  return due && timestampDate(due);
};

beforeAll(async () => {
  company = await aCompany();
  desk = company.as('specialist').ticketing;
}, 120_000);

describe('Article 7 when things go wrong, on a clock that is moved', () => {
  it('(1) tells deadlines in working hours at once', async () => {
    const { estateId, unitId, ownerId: requesterId } = company;
    const complaint = { kind: TicketKind.COMPLAINT, channel: Channel.PHONE, subject: '卫生间天花板渗水' };
    const request = { estateId, unitId, requesterId, ...complaint };
    const ticket = await soon(() => desk.recordTicket(request, at('2026-03-02 09:00')));
    id = ticket.id;
    expect(dueOf(ticket, PromiseKind.OWN)).toEqual(beijing('2026-03-02 09:30'));
    expect(dueOf(ticket, PromiseKind.RESOLUTION)).toEqual(beijing('2026-03-06 18:30'));
  });

  it('(2) verified too late: the promise to take it on is broken, by nobody in particular, and escalated', async () => {
    const ticket = await desk.verifyTicket({ id }, at('2026-03-02 09:40'));
    expect(promisesOf(ticket, PromiseKind.OWN)).toMatchObject([{ state: PromiseState.BROKEN, brokenBy: '' }]);
    expect(ticket.escalations).toMatchObject([{ level: 1, post: Post.SERVICE_SPECIALIST }]);
    const found = await desk.verifyTicket({ id, findings: '楼上地漏渗水' }, at('2026-03-02 10:00'));
    expect(promisesOf(found, PromiseKind.FIRST_RESPONSE)[0]?.state).toBe(PromiseState.KEPT);
  });

  it('(3) departments decline with a reason, promise a later time only with one, and are overdue on their own clock', async () => {
    const assigneeId = company.staffIds.get('specialist') ?? '';
    await desk.assignTicket({ id, assigneeId }, at('2026-03-02 10:10'));
    const due = timestampFromDate(beijing('2026-03-02 18:00'));
    const ask = { id, department: Post.FACILITY_KEEPER, request: '检修防水', dueTime: due };
    const asked = await desk.requestCommitment(ask, at('2026-03-02 10:20'));
    const commitment = asked.commitments[0]?.id ?? '';
    const facility = company.as('facility').ticketing;
    await soon(() => facility.listCommitments({}));
    const later = { id: commitment, dueTime: timestampFromDate(beijing('2026-03-03 12:00')) };
    expect(await refused(facility.acceptCommitment(later, at('2026-03-02 10:30')))).toMatchObject({
      status: 400,
      reason: 'ticketing.reason_missing',
    });
    await facility.acceptCommitment({ ...later, reason: '等配件' }, at('2026-03-02 10:30'));
    const late = await desk.notifyRequester({ id, message: '检修师傅明早到' }, at('2026-03-03 13:00'));
    expect(late.commitments[0]).toMatchObject({ state: CommitmentState.ACCEPTED });
    expect(late.commitments[0]?.overdueTime).toBeDefined();
    await facility.fulfilCommitment({ id: commitment, result: '已补漏' }, at('2026-03-03 15:00'));
  });

  it('(3) work that is not good goes back to its department', async () => {
    const [first] = (await read()).commitments;
    const back = await desk.returnCommitment(
      { id: first?.id ?? '', reason: '仍有水渍' },
      at('2026-03-03 15:30'),
    );
    const again = back.commitments.find(({ state }) => state === CommitmentState.REQUESTED);
    const facility = company.as('facility').ticketing;
    await facility.fulfilCommitment({ id: again?.id ?? '', result: '重做防水' }, at('2026-03-03 17:00'));
    expect((await read()).commitments.map(({ state }) => state).sort()).toEqual([
      CommitmentState.FULFILLED,
      CommitmentState.RETURNED,
    ]);
  });

  it('(5) waiting for the owner stops the clocks; the owner writes and they go on, later by the working time between', async () => {
    const pause = { id, reason: WaitReason.OWNER, note: '等业主约闭水试验时间' };
    await desk.waitTicket(pause, at('2026-03-04 10:00'));
    const { talk } = company.as('owner');
    await talk.addMessage({ ticketId: id, text: '周五上午在家' }, at('2026-03-06 10:00'));
    const going = await read();
    expect(going.state).toBe(TicketState.IN_PROGRESS);
    expect(dueOf(going, PromiseKind.RESOLUTION)).toEqual(beijing('2026-03-10 18:30'));
    expect(going.promises.find(({ kind }) => kind === PromiseKind.RESOLUTION)?.firstDueTime).toEqual(
      timestampFromDate(beijing('2026-03-06 18:30')),
    );
  });

  it('(4) leadership refuses, which is final for that request, and grants another', async () => {
    const { leadership } = company.as('leader');
    const decide = async (decision: Decision, comment: string, time: string) => {
      const approvalId = (await read()).approvals.find(({ open }) => open)?.id ?? '';
      await soon(() => leadership.getApproval({ id: approvalId }));
      await leadership.decideApproval({ id: approvalId, decision, comment }, at(time));
      await soon(async () => (await read()).state === TicketState.IN_PROGRESS);
      return approvalId;
    };
    const request = { id, subject: '防水大修', materials: '报价三家', amountFen: 500_000n };
    await desk.requestApproval(request, at('2026-03-06 11:00'));
    const first = await decide(Decision.REFUSE, '先局部修补', '2026-03-06 14:00');
    expect(
      await refused(
        leadership.decideApproval({ id: first, decision: Decision.GRANT }, at('2026-03-06 14:05')),
      ),
    ).toMatchObject({ status: 409, reason: 'leadership.state' });
    await desk.requestApproval({ ...request, subject: '局部修补' }, at('2026-03-06 15:00'));
    await decide(Decision.GRANT, '同意', '2026-03-06 16:00');
    expect((await read()).approvals.map(({ granted }) => granted)).toEqual([false, true]);
  });

  it('(5) silence is a breach, and so is a solution that comes late; who had the case is kept', async () => {
    const solved = await desk.resolveTicket(
      { id, solution: '已修补,闭水 24 小时无渗漏' },
      at('2026-03-12 10:00'),
    );
    const assignee = company.staffIds.get('specialist');
    for (const kind of [PromiseKind.PROGRESS, PromiseKind.RESOLUTION])
      expect(promisesOf(solved, kind).at(-1)).toMatchObject({
        state: PromiseState.BROKEN,
        brokenBy: assignee,
      });
    const levels = solved.escalations
      .filter(({ acknowledgeTime }) => !acknowledgeTime)
      .map(({ level }) => level);
    expect(Math.max(...levels)).toBe(3);
    const posts = new Set(solved.escalations.map(({ post }) => post));
    expect(posts).toEqual(
      new Set([Post.SERVICE_SPECIALIST, Post.FACILITY_KEEPER, Post.SERVICE_MANAGER, Post.LEADERSHIP]),
    );
  });

  it('brings it to the manager and to leadership, in their inboxes', async () => {
    const { number } = await read();
    for (const login of ['manager', 'leader'])
      await soon(async () => {
        const { notices } = await company.as(login).notification.listNotices({});
        return notices.some(({ title }) => title.includes(number));
      });
  });

  it('stops climbing when the manager takes note', async () => {
    const noted = await company.as('manager').ticketing.acknowledgeTicket({ id }, at('2026-03-12 10:10'));
    expect(noted.escalations.every(({ acknowledgeTime }) => acknowledgeTime)).toBe(true);
  });

  it('(6) "not solved" at the visit takes it up again; the owner may reject and accept by themselves', async () => {
    const colleague = company.as('colleague').ticketing;
    const visit = { id, method: VisitMethod.PHONE };
    await colleague.recordVisit({ ...visit, reached: false }, at('2026-03-13 10:00'));
    const low = { ...visit, reached: true, satisfaction: 2, solved: false };
    expect(await refused(colleague.recordVisit(low, at('2026-03-13 15:00')))).toMatchObject({
      reason: 'ticketing.comment_missing',
    });
    const again = await colleague.recordVisit({ ...low, comment: '下雨又渗' }, at('2026-03-13 15:00'));
    expect(again).toMatchObject({ state: TicketState.IN_PROGRESS, reopenCount: 1 });
    await desk.resolveTicket({ id, solution: '外墙也做了防水' }, at('2026-03-16 10:00'));
    const { talk } = company.as('owner');
    const rejected = await talk.rejectSolution({ id, reason: '墙角还有点潮' }, at('2026-03-16 18:00'));
    expect(rejected).toMatchObject({ state: TicketState.IN_PROGRESS, reopenCount: 2 });
    await desk.resolveTicket({ id, solution: '墙角补做' }, at('2026-03-17 10:00'));
    await talk.acceptSolution({ id, satisfaction: 4, comment: '可以了' }, at('2026-03-18 10:00'));
  });

  it("closes on the owner's word once every notice is proved delivered", async () => {
    const manager = company.as('manager').ticketing;
    const closed = await soon(async () => {
      const ticket = await manager.acknowledgeTicket({ id }, at('2026-03-18 10:05'));
      return ticket.state === TicketState.CLOSED ? ticket : undefined;
    });
    expect(closed.closedBy).toBe(ClosedBy.REQUESTER);
    expect(closed.promises.some(({ state }) => state === PromiseState.OPEN)).toBe(false);
  });

  it('tells all of it in order', async () => {
    const types = (await desk.getTimeline({ id })).entries.map(({ type }) => type);
    const steps = [
      'TicketRecorded',
      'PromiseBroken',
      'TicketEscalated',
      'CommitmentOverdue',
      'TicketWaiting',
      'TicketReopened',
      'TicketClosed',
    ];
    const firsts = steps.map((step) => types.indexOf(step));
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect(firsts[0]).toBe(0);
  });
});
