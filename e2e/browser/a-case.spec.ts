import { Channel, TicketKind, TicketState } from '@anju/contracts/ticketing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aCompany, type Company, soon } from '../company.js';
import { Desk, phone, startBrowser } from './desk.js';

let company: Company;
let browser: Browser;
let id: string;
let path: string;
const desks = new Map<string, Desk>();

beforeAll(async () => {
  [company, browser] = await Promise.all([aCompany(), startBrowser()]);
  const ticket = await company.as('specialist').ticketing.recordTicket({
    estateId: company.estateId,
    unitId: company.unitId,
    requesterId: company.ownerId,
    kind: TicketKind.COMPLAINT,
    channel: Channel.PHONE,
    subject: '楼上夜间噪音',
  });
  id = ticket.id;
  path = `/tickets/${id}`;
}, 180_000);
afterAll(() => browser.close());

async function deskOf(login: string, viewport?: typeof phone): Promise<Desk> {
  const known = desks.get(login);
  if (known) return known;
  const desk = await Desk.open(browser, viewport);
  await desk.signIn(`${login}@${company.code}`);
  desks.set(login, desk);
  return desk;
}

const ticket = () => company.as('specialist').ticketing.getTicket({ id });
const until = (state: TicketState) => soon(async () => (await ticket()).state === state);

/** One step of the case, by its button and its form. */
async function step(desk: Desk, name: string, fill: () => Promise<unknown> = () => Promise.resolve()) {
  await desk.press(name);
  await desk.sees(desk.page.getByRole('heading', { name, level: 3 }));
  await fill();
  await desk.press(name);
  await desk.seesText(`Done: ${name}`);
}

describe('a case followed to its end by several people', () => {
  it('is verified, and taken on from the list of work', async () => {
    const desk = await deskOf('specialist');
    await desk.go(path);
    await step(desk, 'Verify', () => desk.fill(/^Findings/, '夜间巡查属实'));
    await desk.go('/');
    await desk.press('Take on');
    await desk.seesText('Taken on; the case is yours.');
    await until(TicketState.IN_PROGRESS);
  });

  it('is helped with by a department, on the phone', async () => {
    const desk = await deskOf('specialist');
    await desk.go(path);
    await step(desk, 'Ask a department', async () => {
      await desk.choose('Department', 'Security');
      await desk.fill('What it should do', '夜间巡查并劝阻');
    });
    const guard = await deskOf('guard', phone);
    await guard.go('/commitments');
    await guard.seesText('夜间巡查并劝阻');
    await guard.picture('commitments');
    await guard.press('Accept');
    await guard.press('Done');
    await guard.fill('What was done and how it turned out', '已劝阻,承诺 22 点后安静');
    await guard.page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await guard.seesText('Done; the service desk has been told.');
    // Nobody loaded the page again.
    await desk.seesText('已劝阻,承诺 22 点后安静');
  });

  it('is approved by leadership, on the phone', async () => {
    const desk = await deskOf('specialist');
    await step(desk, 'Ask leadership to approve', async () => {
      await desk.fill('What it is about', '隔音垫');
      await desk.fill(/^Materials/, '三家报价');
      await desk.fill(/^Amount/, '1200');
    });
    const leader = await deskOf('leader', phone);
    await leader.go('/approvals');
    await leader.seesText('三家报价');
    await leader.picture('approvals');
    await leader.press('Grant');
    await leader.press('Grant');
    await leader.seesText('Sent: Grant');
    await until(TicketState.IN_PROGRESS);
    await desk.seesText('Granted');
  });

  it('says who else works on it', async () => {
    const [desk, colleague] = [await deskOf('specialist'), await deskOf('colleague')];
    await colleague.go(`${path}?do=resolve`);
    await desk.go(path);
    await desk.seesText('colleague works on this case');
    await colleague.go('/');
  });

  it('is solved, visited by a colleague and closed', async () => {
    const desk = await deskOf('specialist');
    await step(desk, 'Tell the requester', () => desk.fill('Words to the requester', '已安排铺设隔音垫'));
    await step(desk, 'Record the solution', () => desk.fill(/^Solution/, '已铺设隔音垫'));
    await desk.seesText('No visit was made');
    await desk.picture('case-resolved');
    const colleague = await deskOf('colleague');
    await colleague.go(path);
    await step(colleague, 'Record the visit', () =>
      colleague.page.getByRole('radiogroup').getByText('5', { exact: true }).click(),
    );
    await soon(async () => (await ticket()).allowedActions.includes('close'));
    await step(colleague, 'Close');
    await until(TicketState.CLOSED);
    await colleague.picture('case-closed');
    expect((await ticket()).visits).toMatchObject([{ reached: true, satisfaction: 5, solved: true }]);
  });
});
