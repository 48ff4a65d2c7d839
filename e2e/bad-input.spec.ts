import { Channel, TicketKind } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aCompany, type Company, refused, soon, url } from './company.js';

let company: Company;
let id: string;

beforeAll(async () => {
  company = await aCompany();
  id = (await soon(() => company.as('specialist').ticketing.recordTicket(good()))).id;
}, 120_000);

const good = () => ({
  estateId: company.estateId,
  kind: TicketKind.COMPLAINT,
  channel: Channel.PHONE,
  subject: '路灯不亮',
});

interface Problem {
  status: number;
  reason: string;
  title: string;
  violations?: { field: string; rule: string }[];
}

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Problem & { http: number }> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${company.as('specialist').token}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { http: answer.status, ...((await answer.json()) as Problem) };
}

const count = async () => (await company.as('specialist').ticketing.listTickets({})).tickets.length;
const json = (change: object) => ({
  estateId: company.estateId,
  kind: 'TICKET_KIND_COMPLAINT',
  subject: '路灯不亮',
  ...change,
});

describe('bad input', () => {
  it.each<[string, object, string]>([
    ['an unknown field', { tenant_id: newId(), nonsense: 1 }, 'tenant_id'],
    ['a wrong type', { subject: 7 }, 'subject'],
    ['an unknown word', { kind: 'TICKET_KIND_SONG' }, 'kind'],
    ['a text that is too long', { subject: 'x'.repeat(201) }, 'subject'],
    ['a blank text', { subject: '   ' }, 'subject'],
    ['an id that is none', { unitId: 'abc' }, 'unitId'],
    ['an id of somebody else', { unitId: newId() }, 'unitId'],
    ['a missing field', { kind: undefined }, 'kind'],
  ])('%s is a 400 that names the field, and nothing is written', async (_, change, field) => {
    const before = await count();
    const problem = await post('/v1/tickets', json(change));
    expect(problem).toMatchObject({ http: 400, status: 400, violations: [{ field }] });
    expect(problem.title).not.toBe('');
    expect(await count()).toBe(before);
  });

  it('what is not JSON, too large, or of another type says so', async () => {
    expect(await post('/v1/tickets', '{"a":')).toMatchObject({ http: 400, reason: 'invalid_request' });
    expect(await post('/v1/tickets', json({ description: 'x'.repeat(1_100_000) }))).toMatchObject({
      http: 413,
    });
    expect(await post('/v1/tickets', 'a,b', { 'content-type': 'text/plain' })).toMatchObject({ http: 415 });
  });

  it('a route or a verb that is not there says so', async () => {
    expect(await post('/v1/nothing', {})).toMatchObject({ http: 404, reason: 'no_route' });
    expect(await post(`/v1/tickets/${id}:sing`, {})).toMatchObject({ http: 404, reason: 'no_route' });
    const answer = await fetch(`${url}/v1/tickets`, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, GET']);
  });

  it('a step the state does not allow names the state and what it allows', async () => {
    const problem = await refused(company.as('colleague').ticketing.closeTicket({ id }));
    expect(problem).toMatchObject({ status: 409, reason: 'ticketing.state' });
    expect(problem.body.title).toContain('新建');
  });

  it('a missing right, a missing sign-in and an unknown id each say so', async () => {
    expect(await refused(company.as('guard').ticketing.getTicket({ id }))).toMatchObject({
      status: 403,
      reason: 'forbidden',
    });
    expect((await fetch(`${url}/v1/tickets/${id}`)).status).toBe(401);
    expect(await refused(company.as('specialist').ticketing.getTicket({ id: newId() }))).toMatchObject({
      status: 404,
    });
  });

  it('a key repeated with another body is refused, with the same body it is answered again', async () => {
    const key = newId();
    const { ticketing } = company.as('specialist');
    const first = await ticketing.recordTicket(good(), { idempotencyKey: key });
    expect((await ticketing.recordTicket(good(), { idempotencyKey: key })).id).toBe(first.id);
    const other = ticketing.recordTicket({ ...good(), subject: '另一件' }, { idempotencyKey: key });
    expect(await refused(other)).toMatchObject({ status: 422, reason: 'key_reused' });
  });

  it('a stale etag is a 412', async () => {
    const { ticketing } = company.as('specialist');
    expect(await refused(ticketing.verifyTicket({ id }, { ifMatch: '99' }))).toMatchObject({
      status: 412,
      reason: 'stale',
    });
  });

  it('a register with bad rows changes nothing and names them', async () => {
    const { directory } = company.as('admin');
    const before = (await directory.listUnits({})).units.length;
    const csv = '小区,楼栋,房号,面积\n翠湖,9,901,88\n翠湖,9,902,很大\n无名,9,903,88\n';
    const file = { contentType: 'text/csv', data: new TextEncoder().encode(csv) };
    const report = await directory.importRegister({ file, dryRun: true });
    expect(report.badRows.map(({ row, column, rule }) => [row, column, rule])).toEqual([
      [3, '面积', 'area'],
      [4, '小区', 'known'],
    ]);
    const problem = await refused(directory.importRegister({ file }));
    expect(problem).toMatchObject({ status: 400, reason: 'directory.rows_bad' });
    expect(problem.violations[0]).toMatchObject({ field: 'rows[3].面积', rule: 'area' });
    expect((await directory.listUnits({})).units).toHaveLength(before);
  });
});
