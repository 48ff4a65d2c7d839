import { Channel, TicketKind } from '@anju/contracts/ticketing';
import { Post } from '@anju/contracts/options';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aCompany, type Company } from '../company.js';
import { Desk, phone, startBrowser, wide } from './desk.js';

let company: Company;
let browser: Browser;
let id: string;

beforeAll(async () => {
  [company, browser] = await Promise.all([aCompany(), startBrowser()]);
  const { ticketing, files, talk } = company.as('manager');
  const asked = { estateId: company.estateId, unitId: company.unitId, requesterId: company.ownerId };
  const words = { kind: TicketKind.COMPLAINT, channel: Channel.PHONE, category: 'leak' };
  ({ id } = await ticketing.recordTicket({
    ...asked,
    ...words,
    subject: '卫生间天花板渗水,面积逐渐扩大,影响日常使用',
  }));
  await ticketing.verifyTicket({ id, findings: '楼上地漏防水层老化' });
  await ticketing.assignTicket({ id, assigneeId: company.staffIds.get('specialist') ?? '' });
  await ticketing.requestCommitment({ id, department: Post.FACILITY_KEEPER, request: '修补防水层' });
  await talk.addMessage({ ticketId: id, text: '业主周末在家', internal: true });
  const data = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
  await files.addAttachment({
    ticketId: id,
    name: '现场.pdf',
    file: { contentType: 'application/pdf', data },
  });
  await ticketing.requestApproval({ id, subject: '防水维修', materials: '两家报价', amountFen: 860_000n });
}, 180_000);
afterAll(() => browser.close());

const screens: readonly (readonly [string, () => string])[] = [
  ['my-work', () => '/'],
  ['intake', () => '/intake'],
  ['cases', () => '/tickets'],
  ['case', () => `/tickets/${id}`],
  ['case-form', () => `/tickets/${id}?do=requestCommitment`],
  ['commitments', () => '/commitments'],
  ['approvals', () => '/approvals'],
  ['inbox', () => '/inbox?show=all'],
  ['no-such-page', () => '/no-such-page'],
];

describe.each([
  ['a wide screen, Chinese', wide, 'zh-CN'],
  ['a phone, English', phone, 'en-US'],
  ['a phone, Chinese', phone, 'zh-CN'],
] as const)('on %s', (_, viewport, locale) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(browser, viewport, locale);
    await desk.signIn(`manager@${company.code}`);
  });
  afterAll(() => desk.close());

  it.each(screens)('%s has no barrier and fits', async (name, path) => {
    await desk.go(path());
    await desk.picture(`${name}-${locale}`);
    expect([await desk.barriers(), await desk.overhang()]).toEqual([[], 0]);
  });
});
