import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { RunningGateway } from '../apps/gateway/src/gateway.js';
import { aCompany, type Company, soon, url } from './company.js';
import { aReplica, places } from './replica.js';

let company: Company;
const gateways: RunningGateway[] = [];
beforeAll(async () => {
  company = await aCompany();
}, 120_000);
afterEach(() => Promise.all(gateways.splice(0).map((gateway) => gateway.stop())));

async function start(environment: Record<string, string>): Promise<string> {
  const gateway = await aReplica(environment);
  gateways.push(gateway);
  return gateway.url;
}

const bearer = (login = 'specialist') => ({ authorization: `Bearer ${company.as(login).token}` });
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
  readonly ms: number;
}

async function ask(address: string, init: RequestInit = {}): Promise<Answer> {
  const begun = performance.now();
  const answer = await fetch(new URL(address, url), init);
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '')
    ? (JSON.parse(text) as Answer['json'])
    : {};
  return { status: answer.status, headers: answer.headers, json, ms: performance.now() - begun };
}

const post = (address: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(address, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...bearer(), ...headers },
  });

const complaint = () => ({ estateId: company.estateId, kind: 'TICKET_KIND_COMPLAINT', subject: '噪音' });
const aTicket = async (): Promise<Answer> => {
  const answer = await post('/v1/tickets', complaint());
  expect(answer.status).toBe(200);
  return answer;
};

describe('to browsers', () => {
  it.each(['/healthz', '/v1/me', '/docs', '/no-such-thing', '/auth/login'])(
    '%s carries the headers',
    async (path) => {
      const { headers } = await ask(path, { redirect: 'manual' });
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  it('no other origin is given anything', async () => {
    const origin = 'https://evil.example';
    const asked = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const preflight = await ask('/v1/tickets', { method: 'OPTIONS', headers: { origin, ...asked } });
    expect(preflight.status).toBeGreaterThanOrEqual(400);
    for (const { headers } of [preflight, await ask('/v1/me', { headers: { origin, ...bearer() } })])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the limit', () => {
  const spend = async (at: string, times: number, headers: (turn: number) => Record<string, string>) => {
    const answers: Answer[] = [];
    for (let turn = 0; turn < times; turn++)
      answers.push(await ask(`${at}/v1/me`, { headers: headers(turn) }));
    return answers;
  };
  const count = (answers: readonly Answer[], status: number) =>
    answers.filter((answer) => answer.status === status).length;

  it('refuses with 429 and says when to come again', async () => {
    const at = await start({ RATE_LIMIT_PER_MINUTE: '5' });
    const answers = await spend(at, 6, () => bearer());
    expect([count(answers, 200), count(answers, 429)]).toEqual([5, 1]);
    const last = answers.at(-1);
    expect(last?.json).toMatchObject({ reason: 'too_many_requests', status: 429 });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(10);
    expect((await ask(`${at}/healthz`)).status).toBe(200);
  });

  it('is each caller’s own', async () => {
    const at = await start({ RATE_LIMIT_PER_MINUTE: '5' });
    await spend(at, 6, () => bearer());
    expect(count(await spend(at, 5, () => bearer('guard')), 200)).toBe(5);
  });

  it.each([
    ['tokens', (turn: number) => ({ authorization: `Bearer invented-${turn}` })],
    ['schemes', (turn: number) => ({ authorization: `Scheme${turn} x` })],
    ['cookies', (turn: number) => ({ cookie: `anju_session=invented-${turn}` })],
    ['forwarded addresses', (turn: number) => ({ 'x-forwarded-for': `10.0.0.${turn}` })],
  ])('is not escaped by inventing %s', async (_, headers) => {
    const at = await start({ RATE_LIMIT_PER_MINUTE: '5' });
    const answers = await spend(at, 8, headers);
    expect([count(answers, 401), count(answers, 429)]).toEqual([5, 3]);
    expect((await ask(`${at}/no-such-thing`)).status).toBe(429);
  });

  it('believes X-Forwarded-For as far as the proxies in front are trusted', async () => {
    const at = await start({ RATE_LIMIT_PER_MINUTE: '5', TRUSTED_PROXIES: '1' });
    const others = await spend(at, 8, (turn) => ({ 'x-forwarded-for': `10.0.0.${turn}` }));
    expect(count(others, 401)).toBe(8);
    // What the caller itself wrote stands further left than what the proxy added.
    const one = await spend(at, 8, (turn) => ({ 'x-forwarded-for': `10.1.0.${turn}, 10.0.1.1` }));
    expect([count(one, 401), count(one, 429)]).toEqual([5, 3]);
    const six = await spend(at, 8, (turn) => ({ 'x-forwarded-for': `2001:db8::${turn}` }));
    expect([count(six, 401), count(six, 429)]).toEqual([5, 3]);
  });
});

describe('a request', () => {
  it('gets only the fields it asks for', async () => {
    const { json } = await aTicket();
    const path = `/v1/tickets/${String(json['id'])}`;
    const masked = await ask(`${path}?readMask=number,promises.kind`, { headers: bearer() });
    expect(Object.keys(masked.json).sort()).toEqual(['number', 'promises']);
    expect(Object.keys((masked.json['promises'] as object[])[0] ?? {})).toEqual(['kind']);
    const unknown = await ask(`${path}?readMask=nothingLikeIt`, { headers: bearer() });
    expect([unknown.status, unknown.json]).toMatchObject([400, { violations: [{ field: 'readMask' }] }]);
  });

  it('changes nothing when If-Match is of an older state', async () => {
    const made = await aTicket();
    const etag = made.headers.get('etag') ?? '';
    expect(etag).toMatch(/^".+"$/);
    const verify = `/v1/tickets/${String(made.json['id'])}:verify`;
    expect((await post(verify, { findings: '属实' }, { 'if-match': etag })).status).toBe(200);
    const stale = await post(verify, { findings: '属实' }, { 'if-match': etag });
    expect([stale.status, stale.json['reason']]).toEqual([412, 'stale']);
  });

  it.each([['x'.repeat(201)], ['two words'], ['ключ']])(
    'may not carry the Idempotency-Key %j',
    async (key) => {
      const value = Buffer.from(key).toString('latin1');
      const answer = await post('/v1/tickets', complaint(), { 'idempotency-key': value });
      expect([answer.status, answer.json]).toMatchObject([
        400,
        { violations: [{ field: 'Idempotency-Key' }] },
      ]);
    },
  );

  it('with the same key is answered once, and with another body refused', async () => {
    const key = { 'idempotency-key': `e2e-${Date.now()}` };
    const [one, two] = [
      await post('/v1/tickets', complaint(), key),
      await post('/v1/tickets', complaint(), key),
    ];
    expect([two.status, two.json['id']]).toEqual([200, one.json['id']]);
    const other = await post('/v1/tickets', { ...complaint(), subject: '别的' }, key);
    expect([other.status, other.json['reason']]).toEqual([422, 'key_reused']);
  });
});

describe('a service that', () => {
  let silent: Http2Server;
  beforeAll(async () => {
    // Takes every call and answers none.
    silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
  });
  afterAll(() => void silent.close());

  const addresses = (name: string, address: string): Record<string, string> => {
    const { ports } = places();
    const known = ['identity', 'directory', 'ticketing', 'leadership', 'notification'];
    const all = known.map((service) => `${service}=127.0.0.1:${ports[service] ?? 0}`);
    return {
      SERVICE_ADDRESSES: [...all.filter((one) => !one.startsWith(name)), `${name}=${address}`].join(','),
    };
  };

  it('does not answer is 504 at the deadline', async () => {
    const { port } = silent.address() as AddressInfo;
    const at = await start(addresses('directory', `127.0.0.1:${port}`));
    const answer = await ask(`${at}/v1/me`, { headers: bearer() });
    expect([answer.status, answer.json['reason']]).toEqual([504, 'deadline']);
    expect(answer.ms).toBeLessThan(3_500);
  });

  it('is away is 503 with Retry-After within the deadline, and /readyz names it', async () => {
    const at = await start(addresses('directory', '127.0.0.1:9'));
    const answer = await ask(`${at}/v1/me`, { headers: bearer() });
    expect([answer.status, answer.json['reason']]).toEqual([503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.ms).toBeLessThan(3_500);
    const ready = await ask(`${at}/readyz`);
    expect([ready.status, ready.json]).toEqual([503, { status: 'not ready', missing: ['directory'] }]);
    expect((await ask(`${at}/v1/notices`, { headers: bearer() })).status).toBe(200);
  });

  it('is there makes the gateway ready', async () => {
    const at = await start({});
    const ready = await soon(async () => {
      const answer = await ask(`${at}/readyz`);
      return answer.status === 200 ? answer : undefined;
    });
    expect(ready.json).toEqual({ status: 'ready', missing: [] });
  });
});
