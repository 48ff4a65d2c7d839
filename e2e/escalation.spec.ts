import { Channel, PromiseKind, PromiseState, type Ticket, TicketKind } from '@anju/contracts/ticketing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { secretsOf } from '../tools/stack/state.ts';
import { aCompany, type Company, soon } from './company.js';

const { clockKey } = secretsOf(process.env['ANJU_STATE'] ?? '');

let company: Company;
let ticket: Ticket;

/** Shanghai's clock; the 2nd of March 2026 is a Monday. */
const at = (text: string) => ({
  headers: { 'anju-now': `${new Date(`${text.replace(' ', 'T')}:00+08:00`).toISOString()};${clockKey}` },
});

/** Titles in somebody's inbox, without the case's number, oldest first. */
const inbox = async (login: string): Promise<string[]> => {
  const { notices } = await company.as(login).notification.listNotices({});
  return notices.map(({ title }) => title.replace(`${ticket.number} `, '')).reverse();
};

/** Somebody looks after the case at that time, and with it its clocks. */
const look = (time: string) =>
  company.as('colleague').talk.addMessage({ ticketId: ticket.id, text: '看过', internal: true }, at(time));

beforeAll(async () => {
  company = await aCompany();
  const { estateId, unitId, ownerId: requesterId } = company;
  const desk = company.as('specialist').ticketing;
  const complaint = { kind: TicketKind.COMPLAINT, channel: Channel.PHONE, subject: '电梯异响' };
  const request = { estateId, unitId, requesterId, ...complaint };
  const { id } = await soon(() => desk.recordTicket(request, at('2026-03-02 09:00')));
  const assigneeId = company.staffIds.get('specialist') ?? '';
  ticket = await desk.assignTicket({ id, assigneeId }, at('2026-03-02 09:10'));
}, 120_000);

describe('an answer that is owed and does not come', () => {
  it('reaches whoever has the case first, then the manager, and not yet leadership', async () => {
    await look('2026-03-02 10:50');
    await look('2026-03-02 14:00');
    const { promises } = await company.as('specialist').ticketing.getTicket({ id: ticket.id });
    const answer = promises.find(({ kind }) => kind === PromiseKind.FIRST_RESPONSE);
    expect(answer?.state).toBe(PromiseState.BROKEN);
    await soon(async () => (await inbox('manager')).includes('首次答复已超时(第 2 级)'));
    expect(await inbox('specialist')).toEqual(['首次答复即将到期', '首次答复已超时(第 1 级)']);
    expect(await inbox('colleague')).toEqual([]);
    expect(await inbox('leader')).toEqual([]);
  });

  it('goes no further once the manager takes note', async () => {
    await company.as('manager').ticketing.acknowledgeTicket({ id: ticket.id }, at('2026-03-02 14:05'));
    await look('2026-03-02 18:00');
    await company
      .as('owner')
      .talk.addMessage({ ticketId: ticket.id, text: '还在响' }, at('2026-03-02 18:05'));
    // Told of the same case after everything else, so what is not there by then does not come.
    await soon(async () => (await inbox('specialist')).includes('业主有新的留言'));
    expect(await inbox('leader')).toEqual([]);
    expect(await inbox('manager')).toEqual(['首次答复已超时(第 2 级)']);
  });
});
