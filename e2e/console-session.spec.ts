import { IdentityService, type Session } from '@anju/contracts/identity';
import { ServiceClients } from '@anju/platform';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import type { RunningGateway } from '../apps/gateway/src/gateway.js';
import { Browser, type Page } from './browser.js';
import { aCompany, type Company, mark, password, soon, url } from './company.js';
import { aReplica, replicaSettings } from './replica.js';

let company: Company;
let clients: ServiceClients;
const login = (who = 'specialist') => `${who}@${company.code}`;
const cookieHash = (value: string) => createHash('sha256').update(value).digest('base64url');
const sessionOf = (browser: Browser): string => browser.cookie('anju_session');

beforeAll(async () => {
  company = await aCompany();
  clients = new ServiceClients(replicaSettings());
}, 120_000);
afterAll(() => clients.close());

async function signedIn(who?: string): Promise<Browser> {
  const browser = new Browser();
  expect((await browser.signIn(login(who), password)).status).toBe(200);
  return browser;
}

const kept = (browser: Browser): Promise<Session> =>
  clients.call(IdentityService.method.getSession, { cookieHash: cookieHash(sessionOf(browser)) });

const write = (browser: Browser, headers: Record<string, string>): Promise<Page> =>
  browser.ask('/v1/notices/x:read', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('signing in', () => {
  it('shows what was wrong, the same for a wrong password and an unknown login, and then lets in', async () => {
    const browser = new Browser();
    const form = await browser.go('/auth/login?return=/v1/me');
    expect([form.status, form.body.includes('type="password"')]).toEqual([200, true]);
    const wrong = await browser.submit(form, login(), 'not the password');
    const name = `nobody-${mark()}`;
    const unknown = await browser.submit(wrong, name, 'not the password');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body).toContain('The login or the password is not right.');
    expect(unknown.body.replace(name, '')).toBe(wrong.body.replace(login(), ''));
    const me = await browser.submit(unknown, login(), password);
    expect(me.at.href).toBe(`${url}/v1/me`);
    expect(JSON.parse(me.body)).toMatchObject({
      kind: 'staff',
      subjectId: company.staffIds.get('specialist'),
    });
  });

  it('goes back to the path it came from, query included', async () => {
    const page = await new Browser().signIn(login(), password, '/v1/notices?pageSize=1#top');
    expect([page.status, page.at.pathname + page.at.search]).toEqual([200, '/v1/notices?pageSize=1']);
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
  ])('never leads to %j', async (back) => {
    const browser = new Browser();
    const page = await browser.signIn(login(), password, back);
    expect(page.at.origin).toBe(url);
    expect(browser.seen.filter((text) => /^[\\/\s]|^https?:/.test(text)).join(' ')).not.toMatch(
      /(^|\s)([\\/]\s*[\\/]|https?:\/\/)evil/,
    );
  });

  it('gives the browser HttpOnly, SameSite cookies and never a token', async () => {
    const browser = await signedIn();
    const { accessToken, refreshToken, idToken } = await kept(browser);
    expect([accessToken, refreshToken, idToken].every(Boolean)).toBe(true);
    for (const secret of [accessToken, refreshToken, idToken])
      expect(browser.seen.some((text) => text.includes(secret))).toBe(false);
    expect(browser.seen.join(' ')).not.toMatch(/eyJ[\w-]+\.eyJ/);
    for (const line of browser.setCookies) expect(line).toMatch(/httponly/i);
    for (const line of browser.setCookies) expect(line).toMatch(/samesite=lax/i);
  });

  it('cannot be finished twice, nor in another browser', async () => {
    const browser = await signedIn();
    const callback = browser.seen.find((text) => text.startsWith(`${url}/auth/callback`)) ?? '';
    expect((await browser.ask(callback)).location).toBe('/auth/login');
    const started = await new Browser().ask(callback);
    expect([started.location, started.headers.getSetCookie()]).toEqual(['/auth/login', []]);
  });

  it('works in two tabs at once', async () => {
    const browser = new Browser();
    const [one, two] = [await browser.go('/auth/login?return=/v1/me'), await browser.go('/auth/login')];
    expect(two.status).toBe(200);
    expect((await browser.submit(one, login(), password)).at.pathname).toBe('/v1/me');
  });
});

describe('the cookie', () => {
  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a foreign site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring site', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1' }],
    ['no proof at all', {}],
    ['a proof that contradicts itself', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
  ])('does not write for %s', async (_, headers) => {
    const page = await write(await signedIn(), headers);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      403,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('writes for our own pages', async () => {
    const browser = await signedIn();
    expect((await write(browser, { origin: url })).status).toBe(400);
    expect((await write(browser, { 'sec-fetch-site': 'same-origin' })).status).toBe(400);
  });

  it('that is forged is 401 with a problem', async () => {
    const browser = new Browser();
    browser.setCookie('anju_session', randomBytes(32).toString('base64url'));
    const page = await browser.ask('/v1/me');
    expect(page.status).toBe(401);
    expect(JSON.parse(page.body)).toMatchObject({ reason: 'unauthenticated', status: 401 });
  });

  it('that has expired is 401 with a problem', async () => {
    const browser = new Browser();
    const value = randomBytes(32).toString('base64url');
    const session = { accessToken: 'x', expireTime: timestampFromDate(new Date(Date.now() - 1000)) };
    await clients.call(IdentityService.method.saveSession, { cookieHash: cookieHash(value), session });
    browser.setCookie('anju_session', value);
    const page = await browser.ask('/v1/me');
    expect([page.status, JSON.parse(page.body)]).toMatchObject([401, { reason: 'unauthenticated' }]);
  });
});

describe('signing out', () => {
  const signOut = (browser: Browser) =>
    browser.ask('/auth/logout', { method: 'POST', headers: { origin: url } });

  it('ends the session on the server, and the issuer asks for the password again', async () => {
    const browser = await signedIn();
    // Without signing out the issuer knows the browser and does not ask.
    expect((await browser.go('/auth/login?return=/v1/me')).at.pathname).toBe('/v1/me');
    const value = sessionOf(browser);
    const answer = await signOut(browser);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { next: `${url}/` }]);
    expect(sessionOf(browser)).toBe('');
    const form = await browser.go('/auth/login?return=/v1/me');
    expect(form.body).toContain('type="password"');
    browser.setCookie('anju_session', value);
    expect((await browser.ask('/v1/me')).status).toBe(401);
    expect((await browser.submit(form, login(), password)).status).toBe(200);
  });

  it('is not done for a foreign page', async () => {
    const browser = await signedIn();
    const headers = { origin: 'https://evil.example' };
    expect((await browser.ask('/auth/logout', { method: 'POST', headers })).status).toBe(403);
    expect((await browser.ask('/v1/me')).status).toBe(200);
  });

  it('happens to everybody whose account is locked', async () => {
    const browser = await signedIn('guard');
    const { identity } = company.as('admin');
    const { accounts } = await identity.listAccounts({ pageSize: 100 });
    const id = accounts.find((account) => account.login === login('guard'))?.id ?? '';
    await identity.updateAccount({ id, locked: true });
    await expect(kept(browser)).rejects.toMatchObject({ code: 5 });
    expect((await browser.go('/auth/login')).body).toContain('type="password"');
  });
});

describe('a token that is about to end', () => {
  let replicas: RunningGateway[];
  beforeAll(async () => {
    replicas = [await aReplica(), await aReplica()];
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.stop())));

  const endsIn = async (browser: Browser, seconds: number): Promise<Session> => {
    const before = await kept(browser);
    const session = { ...before, accessExpireTime: timestampFromDate(new Date(Date.now() + seconds * 1000)) };
    await clients.call(IdentityService.method.saveSession, {
      cookieHash: cookieHash(sessionOf(browser)),
      session,
    });
    return before;
  };
  const askAll = (browser: Browser): Promise<number[]> => {
    const headers = { cookie: `anju_session=${sessionOf(browser)}` };
    const asks = Array.from({ length: 20 }, (_, turn) =>
      fetch(`${replicas[turn % 2]?.url ?? ''}/v1/me`, { headers }).then(async (answer) => {
        await answer.text();
        return answer.status;
      }),
    );
    return Promise.all(asks);
  };

  it.each([20, -1])('is renewed once for twenty requests to two gateways (%i s left)', async (seconds) => {
    const browser = await signedIn();
    const before = await endsIn(browser, seconds);
    expect(new Set(await askAll(browser))).toEqual(new Set([200]));
    const after = await soon(async () => {
      const session = await kept(browser);
      return session.accessToken === before.accessToken ? undefined : session;
    });
    expect(after.refreshToken).not.toBe(before.refreshToken);
    // And the rotated token is a good one.
    await endsIn(browser, 1);
    const later = [await aReplica(), await aReplica()];
    const served = [...replicas];
    replicas = later;
    expect(new Set(await askAll(browser))).toEqual(new Set([200]));
    await Promise.all(served.map((replica) => replica.stop()));
  });

  it('is not renewed for somebody who signed out meanwhile', async () => {
    const browser = await signedIn();
    const session = await kept(browser);
    const hash = cookieHash(sessionOf(browser));
    await clients.call(IdentityService.method.endSession, { cookieHash: hash });
    const save = clients.call(IdentityService.method.saveSession, {
      cookieHash: hash,
      session,
      renewal: true,
    });
    await expect(save).rejects.toMatchObject({ code: 5 });
    expect(new Set(await askAll(browser))).toEqual(new Set([401]));
  });
});
