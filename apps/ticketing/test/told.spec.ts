import {
  PromiseKind,
  PromiseState,
  RequesterNoticeRequestedSchema,
  type Ticket,
  TicketFilesService,
  TicketTalkService,
  TicketWaitingSchema,
  TicketState,
  VisitMethod,
  WaitReason,
} from '@anju/contracts/ticketing';
import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WakeTickets } from '../src/app/wake-tickets.js';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';
import { jpeg } from './samples.js';

let test: TestService;
let home: Home;
let specialist: Identity;
let owner: Identity;
let desk: ReturnType<typeof deskOf>;

// Monday 09:00 in Shanghai.
const monday = '2026-03-02T01:00:00Z';

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  specialist = await aSpecialist(test);
  owner = await test.resident([home.estateId], test.tenantId, home.ownerId);
  desk = deskOf(test, specialist);
}, 60_000);
afterAll(() => test.stop());
afterEach(() => test.clock.set(undefined));

async function working(): Promise<Ticket> {
  test.clock.set(monday);
  const { id } = await desk.recordTicket(aComplaint(home));
  return desk.assignTicket({ id, assigneeId: specialist.subjectId });
}

const asked = async ({ id }: { id: string }) =>
  (await test.told(RequesterNoticeRequestedSchema)).filter(({ ticketId }) => ticketId === id);
const waits = async ({ id }: { id: string }) =>
  (await test.told(TicketWaitingSchema))
    .filter(({ ticketId }) => ticketId === id)
    .map(({ reason }) => reason);
const lastWords = ({ notices }: Ticket) => notices.at(-1)?.message;

describe('the requester hears', () => {
  it('that the case is declined, and why', async () => {
    const { id } = await desk.recordTicket(aComplaint(home));
    const declined = await desk.verifyTicket({ id, decline: true, findings: '属市政管辖' });
    expect(lastWords(declined)).toBe('属市政管辖');
    expect((await asked(declined)).map(({ occasion }) => occasion)).toEqual(['recorded', 'progress']);
  });

  it('that they are waited for; what the desk waits for otherwise is its own affair', async () => {
    const { id } = await working();
    expect(lastWords(await desk.waitTicket({ id, reason: WaitReason.OWNER, note: '请告知时间' }))).toBe(
      '请告知时间',
    );
    await desk.resumeTicket({ id });
    const parts = await desk.waitTicket({ id, reason: WaitReason.PARTS, note: '等配件' });
    expect(lastWords(parts)).toBe('请告知时间');
  });

  it('that staff withdrew their case, and needs not be told what they did themselves', async () => {
    const [theirs, own] = [await working(), await working()];
    expect(lastWords(await desk.cancelTicket({ id: theirs.id, reason: '重复登记' }))).toBe('重复登记');
    await deskOf(test, owner).cancelTicket({ id: own.id, reason: '不用了' });
    expect(await asked(own)).toHaveLength(1);
  });

  it('the new deadlines of a case that is taken up again, however it was', async () => {
    const { id } = await working();
    await desk.resolveTicket({ id, solution: '已处理' });
    await desk.reopenTicket({ id, reason: '又响' });
    await desk.resolveTicket({ id, solution: '已处理' });
    const visit = { id, method: VisitMethod.PHONE, reached: true, satisfaction: 1, comment: '没用' };
    await deskOf(test, await aSpecialist(test)).recordVisit(visit);
    await desk.resolveTicket({ id, solution: '已处理' });
    await test.client(TicketTalkService, owner).rejectSolution({ id, reason: '还响' });
    const told = (await asked({ id })).filter(({ occasion }) => occasion === 'recorded');
    const kinds = told.map(({ promises }) => promises.map(({ kind }) => kind));
    const again = [PromiseKind.PROGRESS, PromiseKind.RESOLUTION];
    expect(kinds.slice(1)).toEqual([again, again, again]);
  });
});

describe('a case that waits', () => {
  it('goes on with the photo that was asked for', async () => {
    const { id } = await working();
    await desk.waitTicket({ id, reason: WaitReason.OWNER, note: '请拍照' });
    const file = { contentType: 'image/jpeg', data: jpeg() };
    await test.client(TicketFilesService, owner).addAttachment({ ticketId: id, name: 'a.jpg', file });
    expect((await desk.getTicket({ id })).state).toBe(TicketState.IN_PROGRESS);
    expect(await waits({ id })).toEqual([WaitReason.OWNER, WaitReason.UNSPECIFIED]);
  });

  it('says so when it goes on by itself', async () => {
    const { id } = await working();
    const untilTime = timestampFromDate(new Date('2026-03-02T02:00:00Z'));
    await desk.waitTicket({ id, reason: WaitReason.PARTS, note: '等配件', untilTime });
    test.clock.set('2026-03-02T05:30:00Z');
    await test.service.app.get(WakeTickets).round();
    expect(await waits({ id })).toEqual([WaitReason.PARTS, WaitReason.UNSPECIFIED]);
  });

  it('keeps how long it was in each state, also when several changes come at once', async () => {
    const { id } = await working();
    const untilTime = timestampFromDate(new Date('2026-03-02T02:00:00Z'));
    await desk.waitTicket({ id, reason: WaitReason.PARTS, note: '等配件', untilTime });
    test.clock.set('2026-03-02T03:00:00Z');
    await desk.resolveTicket({ id, solution: '已更换' });
    const stays = await test.sql(
      `SELECT state, working_minutes FROM ticket_stay WHERE ticket_id = $1 AND to_at > from_at ORDER BY from_at`,
      [id],
    );
    expect(stays).toEqual([
      { state: 'pending', working_minutes: 60 },
      { state: 'in_progress', working_minutes: 60 },
    ]);
  });
});

describe('a message of the desk', () => {
  it('is the first answer', async () => {
    test.clock.set(monday);
    const { id } = await desk.recordTicket(aComplaint(home));
    const talk = test.client(TicketTalkService, specialist);
    const first = async () =>
      (await desk.getTicket({ id })).promises.find(({ kind }) => kind === PromiseKind.FIRST_RESPONSE)?.state;
    await talk.addMessage({ ticketId: id, text: '先看监控', internal: true });
    expect(await first()).toBe(PromiseState.OPEN);
    await talk.addMessage({ ticketId: id, text: '您好,我们正在核实' });
    expect(await first()).toBe(PromiseState.KEPT);
  });
});
