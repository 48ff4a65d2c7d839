import { Decision } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import {
  Channel,
  CommitmentState,
  PromiseState,
  type Ticket,
  TicketKind,
  TicketState,
  VisitMethod,
} from '@anju/contracts/ticketing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aCompany, type Caller, type Company, refused, soon } from './company.js';

let company: Company;
let specialist: Caller;
let ticket: Ticket;

const read = () => specialist.ticketing.getTicket({ id: ticket.id });

beforeAll(async () => {
  company = await aCompany();
  specialist = company.as('specialist');
}, 120_000);

describe('Article 7: one complaint all the way', () => {
  it('(1) is recorded at once, and the owner is told its number and deadlines', async () => {
    const { estateId, unitId, ownerId: requesterId } = company;
    const complaint = {
      kind: TicketKind.COMPLAINT,
      channel: Channel.PHONE,
      subject: '楼上夜间噪音',
      description: '十一点后仍有声响',
    };
    ticket = await soon(() =>
      specialist.ticketing.recordTicket({ estateId, unitId, requesterId, ...complaint }),
    );
    expect(ticket.number).toMatch(/^CH-\d{4}-000001$/);
    expect(ticket.promises.map(({ state }) => state)).toEqual(Array(4).fill(PromiseState.OPEN));
    expect(ticket.promises.every(({ dueTime }) => dueTime !== undefined)).toBe(true);
  });

  it('(1) delivery to the owner is proved', async () => {
    await soon(async () => (await read()).notices.every(({ deliverTime }) => deliverTime !== undefined));
    const { notices } = await company.as('owner').notification.listNotices({});
    expect(notices[0]?.title).toContain(ticket.number);
    expect(notices[0]?.body).toContain('解决');
  });

  it('(2) is verified with findings', async () => {
    await specialist.ticketing.verifyTicket({ id: ticket.id });
    const verified = await specialist.ticketing.verifyTicket({ id: ticket.id, findings: '夜间巡查属实' });
    expect(verified.state).toBe(TicketState.VERIFYING);
  });

  it('(2) is taken on', async () => {
    const assigned = await specialist.ticketing.assignTicket({
      id: ticket.id,
      assigneeId: company.staffIds.get('specialist') ?? '',
    });
    expect(assigned.state).toBe(TicketState.IN_PROGRESS);
  });

  it('(3) one department declines with a reason, another accepts and fulfils', async () => {
    const { id } = ticket;
    const first = await specialist.ticketing.requestCommitment({
      id,
      department: Post.FACILITY_KEEPER,
      request: '检查楼板',
    });
    const facility = company.as('facility').ticketing;
    await soon(() => facility.listCommitments({}));
    const declined = await facility.declineCommitment({
      id: first.commitments[0]?.id ?? '',
      reason: '与设施无关',
    });
    expect(declined).toMatchObject({ state: CommitmentState.DECLINED, reason: '与设施无关' });
    const second = await specialist.ticketing.requestCommitment({
      id,
      department: Post.SECURITY_GUARD,
      request: '夜间巡查',
    });
    const commitmentId =
      second.commitments.find(({ department }) => department === Post.SECURITY_GUARD)?.id ?? '';
    const guard = company.as('guard').ticketing;
    await guard.acceptCommitment({ id: commitmentId });
    expect((await guard.fulfilCommitment({ id: commitmentId, result: '已劝阻' })).state).toBe(
      CommitmentState.FULFILLED,
    );
  });

  it('(4) leadership reads the materials and approves', async () => {
    const { id } = ticket;
    const request = { id, subject: '隔音垫采购', materials: '三家报价,最低 1200 元', amountFen: 120_000n };
    const asked = await specialist.ticketing.requestApproval(request);
    expect(asked.state).toBe(TicketState.AWAITING_APPROVAL);
    const leader = company.as('leader');
    const approvalId = asked.approvals[0]?.id ?? '';
    await soon(() => leader.leadership.getApproval({ id: approvalId }));
    expect((await leader.ticketing.getTicket({ id })).approvals[0]?.materials).toBe('三家报价,最低 1200 元');
    await leader.leadership.decideApproval({ id: approvalId, decision: Decision.GRANT, comment: '同意' });
    await soon(async () => (await read()).state === TicketState.IN_PROGRESS);
  });

  it('(5) the owner is told how it stands, and the next notice is owed', async () => {
    const told = await specialist.ticketing.notifyRequester({ id: ticket.id, message: '已安排铺设隔音垫' });
    expect(told.promises.at(-1)?.state).toBe(PromiseState.OPEN);
    await soon(async () => {
      const { notices } = await company.as('owner').notification.listNotices({});
      return notices.some(({ body }) => body === '已安排铺设隔音垫');
    });
  });

  it('is resolved, and refuses to close while something is open', async () => {
    const resolved = await specialist.ticketing.resolveTicket({ id: ticket.id, solution: '已铺设隔音垫' });
    expect(resolved.state).toBe(TicketState.RESOLVED);
    const problem = await refused(specialist.ticketing.closeTicket({ id: ticket.id }));
    expect(problem).toMatchObject({ status: 409, reason: 'ticketing.cannot_close' });
    expect(problem.body.title).toContain('回访');
  });

  it('(6) the visit is never made by the resolver', async () => {
    const visit = { id: ticket.id, method: VisitMethod.PHONE, reached: true, satisfaction: 5, solved: true };
    expect(await refused(specialist.ticketing.recordVisit(visit))).toMatchObject({
      status: 403,
      reason: 'ticketing.visit_by_resolver',
    });
  });

  it('(6) the owner is visited, satisfied, and the case closes', async () => {
    const colleague = company.as('colleague').ticketing;
    const visit = { id: ticket.id, method: VisitMethod.PHONE };
    await colleague.recordVisit({ ...visit, reached: false });
    const visited = await colleague.recordVisit({ ...visit, reached: true, satisfaction: 5, solved: true });
    expect(visited.state).toBe(TicketState.FOLLOWING_UP);
    const closed = await soon(() => colleague.closeTicket({ id: ticket.id }));
    expect(closed.state).toBe(TicketState.CLOSED);
    expect(closed.promises.some(({ state }) => state === PromiseState.OPEN)).toBe(false);
  });

  it('is reopened by the owner when it was not solved after all', async () => {
    const reopened = await company.as('owner').ticketing.reopenTicket({ id: ticket.id, reason: '又有声响' });
    expect(reopened).toMatchObject({ state: TicketState.IN_PROGRESS, reopenCount: 1 });
  });

  it('tells its timeline in order', async () => {
    const { entries } = await specialist.ticketing.getTimeline({ id: ticket.id });
    const steps = [
      'TicketRecorded',
      'TicketVerified',
      'TicketAssigned',
      'CommitmentRequested',
      'ApprovalRequested',
      'TicketResolved',
      'TicketVisited',
      'TicketClosed',
      'TicketReopened',
    ];
    const firsts = steps.map((step) => entries.findIndex(({ type }) => type === step));
    expect(firsts.every((at, index) => at >= 0 && (index === 0 || at > (firsts[index - 1] ?? 0)))).toBe(true);
  });
});
