import { beforeAll, describe, expect, it } from '@jest/globals';
import { aCompany, type Company, refused, soon, url } from './company.js';

let company: Company;
beforeAll(async () => (company = await aCompany()), 180_000);

const csv = (...rows: string[]) => ({
  contentType: 'text/csv',
  data: new TextEncoder().encode(rows.join('\n')),
});

describe('cases of another system', () => {
  it('come in over HTTP with headings named by the caller, and go out as a file to be saved', async () => {
    const { transfer } = company.as('manager');
    const file = csv(
      '单号,小区,性质,投诉内容,投诉时间,办结时间,房号,联系电话',
      'A-1,翠湖,投诉,=电梯异响,2024年3月2日 9:05,2024/3/3,1-1-101,13900000001',
    );
    const mapping = ['性质=kind'];
    const trial = await soon(async () => {
      const report = await transfer.importTickets({ file, mapping, dryRun: true });
      return report.badRowCount === 0 ? report : undefined;
    });
    expect(trial).toMatchObject({ newCount: 1, knownCount: 0, openCount: 0 });
    expect(await transfer.importTickets({ file, mapping })).toMatchObject({ newCount: 1 });
    expect(await transfer.importTickets({ file, mapping })).toMatchObject({ newCount: 0, knownCount: 1 });
    const asked = refused(transfer.importTickets({ file, mapping: ['联系电话=description'] }));
    expect((await asked).body).toMatchObject({ reason: 'ticketing.personal_column' });

    const headers = { authorization: `Bearer ${company.as('specialist').token}` };
    const answer = await fetch(`${url}/v1/tickets:export?states=TICKET_STATE_CLOSED`, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const { data } = await company.as('specialist').transfer.getTicketExport({});
    expect(Buffer.from(data.subarray(0, 2)).toString()).toBe('PK');
  });
});
