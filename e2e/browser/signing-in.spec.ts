import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Channel, TicketKind } from '@anju/contracts/ticketing';
import { aCompany, type Company, soon, url } from '../company.js';
import { Desk, startBrowser } from './desk.js';

let company: Company;
let browser: Browser;
let ticketId: string;

beforeAll(async () => {
  [company, browser] = await Promise.all([aCompany(), startBrowser()]);
  const { id } = await company.as('specialist').ticketing.recordTicket({
    estateId: company.estateId,
    kind: TicketKind.ENQUIRY,
    channel: Channel.PHONE,
    subject: '装修备案',
  });
  ticketId = id;
}, 180_000);
afterAll(() => browser.close());

const messages = async () =>
  (await company.as('specialist').talk.listMessages({ ticketId })).messages.map(({ text }) => text);

describe('signing in', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(browser);
  });
  afterAll(() => desk.close());

  it('comes back to the page that was asked for', async () => {
    await desk.signIn(`specialist@${company.code}`, '/inbox?show=all');
    expect(desk.page.url()).toBe(`${url}/inbox?show=all`);
    await desk.sees(desk.page.getByRole('heading', { name: 'Inbox' }));
  });

  it('shows the menu that the posts permit, in the language that is chosen', async () => {
    await desk.press('中文');
    const menu = desk.page.getByRole('navigation');
    await desk.sees(menu.getByText('我的待办'));
    expect(await menu.getByRole('link').allTextContents()).toEqual([
      '我的待办',
      '登记来访',
      '工单',
      '协办事项',
      '消息',
    ]);
    await desk.press('English');
    await desk.sees(menu.getByText('My work'));
  });

  it('that has ended keeps what was typed', async () => {
    await desk.go(`/tickets/${ticketId}`);
    await desk.fill('Write a message', '业主下周一上午在家');
    await desk.context.clearCookies();
    await desk.press('Send');
    await desk.seesText('Your sign-in has ended');
    await desk.press('Sign in again');
    await desk.giveName(`specialist@${company.code}`);
    await desk.seesText('What you typed before and did not send is here again.');
    expect(await desk.page.getByLabel('Write a message').inputValue()).toBe('业主下周一上午在家');
    await desk.press('Send');
    await soon(async () => (await messages()).includes('业主下周一上午在家'));
  });

  it('a line that breaks in the middle of a save loses nothing and doubles nothing', async () => {
    await desk.go(`/tickets/${ticketId}`);
    let cut = true;
    await desk.page.route('**/messages', async (route) => {
      if (route.request().method() !== 'POST' || !cut) return route.continue();
      cut = false;
      // The server has it, and the answer is lost on the way.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await desk.fill('Write a message', '已通知工程部');
    await desk.press('Send');
    await desk.seesText('No answer came');
    expect(await desk.page.getByLabel('Write a message').inputValue()).toBe('已通知工程部');
    await desk.press('Send again');
    await desk.until(`document.querySelector('textarea').value === ''`);
    expect((await messages()).filter((text) => text === '已通知工程部')).toHaveLength(1);
  });
});
