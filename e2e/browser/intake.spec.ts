import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aCompany, type Company } from '../company.js';
import { Desk, phone, startBrowser, wide } from './desk.js';

let company: Company;
let browser: Browser;

beforeAll(async () => {
  [company, browser] = await Promise.all([aCompany(), startBrowser()]);
}, 180_000);
afterAll(() => browser.close());

describe('a call comes in', () => {
  it.each([
    ['a wide screen', wide],
    ['a phone', phone],
  ])('and is recorded by keyboard alone, on %s', async (name, viewport) => {
    const desk = await Desk.open(browser, viewport);
    const { keyboard } = desk.page;
    const focused = () => desk.page.evaluate<string>('document.activeElement.id');
    const tabTo = async (id: RegExp) => {
      for (let presses = 0; presses < 12 && !id.test(await focused()); presses++) await keyboard.press('Tab');
      expect(await focused()).toMatch(id);
    };
    await desk.signIn(`specialist@${company.code}`, '/intake');
    await desk.until(`document.activeElement.id === 'find-home'`);
    await keyboard.type('13900000001');
    await desk.seesText('1-1-101');
    await keyboard.press('Enter');
    await desk.seesText('Find again');
    await tabTo(/category$/);
    await keyboard.type('zy');
    await desk.sees(desk.page.locator('.ant-select-item-option').getByText('Noise'));
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await tabTo(/subject$/);
    await keyboard.type(`楼上夜间噪音 ${name}`);
    await keyboard.press('Enter');
    await desk.seesText('Tell the requester this number');
    const number = await desk.page.locator('.number').innerText();
    expect(number.trim()).toMatch(/^CH-\d{4}-\d{6}/);
    await desk.seesText('Resolution');
    await desk.picture('intake-recorded');
    const { tickets } = await company.as('specialist').ticketing.listTickets({ number: number.trim() });
    expect(tickets).toMatchObject([
      {
        unitId: company.unitId,
        requesterId: company.ownerId,
        category: 'noise',
        subject: `楼上夜间噪音 ${name}`,
      },
    ]);
    await desk.close();
  });
});
