import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityService } from '@anju/contracts/identity';
import { type RunningService, ServiceClients, startService } from '@anju/platform';
import { eventually } from '@anju/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { RunningGateway } from '../apps/gateway/src/gateway.js';
import { Browser } from './browser.js';
import { aCompany, type Company, soon } from './company.js';
import { EventStream } from './event-stream.js';
import { aPeer, aReplica, freePort, places, replicaSettings } from './replica.js';

const clientSecret = 'the gateways own secret there';
const serviceSecret = 'the services own secret there';
/** Seconds an access token lasts: short, so that a test sees its end. */
const life = 8;

/** Somebody else's issuer: other addresses, other client names, other names of the claims. */
async function anIssuer(company: Company, redirect: string): Promise<{ issuer: string; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'theirs' };
  const person = { company: company.tenantId, role: 'staff', person: company.staffIds.get('specialist') };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'property-console',
        client_secret: clientSecret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${redirect}/auth/callback`],
        post_logout_redirect_uris: [`${redirect}/`],
      },
      {
        client_id: 'property-services',
        client_secret: serviceSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [key] as never },
    routes: { authorization: '/sign/in', token: '/give/token', jwks: '/its/keys', end_session: '/sign/out' },
    cookies: { keys: ['a key of this test'] },
    scopes: ['openid', 'offline_access'],
    issueRefreshToken: () => Promise.resolve(true),
    // Unlike ours, this one keeps its refresh tokens.
    rotateRefreshToken: false,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          ...{ scope: '', audience: 'anju', accessTokenFormat: 'jwt' },
          ...{ accessTokenTTL: life, jwt: { sign: { alg: 'RS256' } } },
        }),
      },
    },
    extraTokenClaims: (_, token) => (token.kind === 'ClientCredentials' ? { role: 'service' } : person),
    findAccount: (_, accountId) => ({ accountId, claims: () => Promise.resolve({ sub: accountId }) }),
    loadExistingGrant: async (ctx) => {
      const { client, session, provider: own } = ctx.oidc;
      const grant = new own.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    interactions: { url: () => '/who' },
    ttl: { RefreshToken: 3600, Session: 3600, Grant: 3600, Interaction: 600, IdToken: 600 },
  });
  const finish = (request: IncomingMessage, response: ServerResponse) =>
    provider.interactionFinished(request, response, { login: { accountId: 'somebody-elsewhere' } });
  const serve = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/who') void finish(request, response);
    else void serve(request, response);
  });
  return { issuer, server };
}

let company: Company;
let server: Server;
let gateway: RunningGateway;
let issuer: string;
let settings: Record<string, string | undefined>;
const services: RunningService[] = [];

beforeAll(async () => {
  company = await aCompany();
  const port = await freePort();
  const at = `http://127.0.0.1:${port}`;
  ({ issuer, server } = await anIssuer(company, at));
  settings = {
    OIDC_ISSUER: issuer,
    OIDC_JWKS_URL: undefined,
    OIDC_TOKEN_URL: undefined,
    OIDC_CLAIMS: 'tid=company,knd=role,sid=person',
    SERVICE_CLIENT_ID: 'property-services',
    SERVICE_CLIENT_SECRET: serviceSecret,
  };
  const addresses: string[] = [`ticketing=127.0.0.1:${places().ports['ticketing'] ?? 0}`];
  for (const name of ['identity', 'directory'] as const) {
    const { definition, settings: read } = await aPeer(name, settings);
    const service = await startService(definition, read);
    services.push(service);
    addresses.push(`${name}=127.0.0.1:${service.grpcPort}`);
  }
  settings = { ...settings, SERVICE_ADDRESSES: addresses.join(',') };
  gateway = await aReplica({
    ...settings,
    PUBLIC_URL: at,
    HTTP_LISTEN: `127.0.0.1:${port}`,
    GATEWAY_CLIENT_ID: 'property-console',
    GATEWAY_CLIENT_SECRET: clientSecret,
  });
}, 180_000);

afterAll(async () => {
  await gateway.stop();
  for (const service of services) await service.stop();
  server.closeAllConnections();
  server.close();
}, 60_000);

/** Signs in there, whichever host the way leads over. */
async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  let page = await browser.ask(`${gateway.url}/auth/login?return=/v1/me`);
  expect(page.location).toContain(`${issuer}/sign/in?`);
  for (let step = 0; page.location && step < 10; step++)
    page = await browser.ask(new URL(page.location, page.at));
  expect([page.at.href, page.status]).toEqual([`${gateway.url}/v1/me`, 200]);
  return browser;
}

describe('another issuer, by settings alone', () => {
  it('signs people in, and its claims say who they are to the services', async () => {
    const page = await (await signedIn()).ask(`${gateway.url}/v1/me`);
    expect(JSON.parse(page.body)).toMatchObject({
      kind: 'staff',
      subjectId: company.staffIds.get('specialist'),
      tenant: { id: company.tenantId },
      accountId: 'somebody-elsewhere',
    });
  });

  it('keeps people signed in beyond the token it gave first, also without rotation', async () => {
    const browser = await signedIn();
    const begun = Date.now();
    await soon(async () => {
      expect((await browser.ask(`${gateway.url}/v1/me`)).status).toBe(200);
      return Date.now() - begun > 2 * life * 1000;
    });
  }, 60_000);

  it('is where signing out leads', async () => {
    const browser = await signedIn();
    const init = { method: 'POST', headers: { origin: gateway.url } };
    const { next } = JSON.parse((await browser.ask(`${gateway.url}/auth/logout`, init)).body) as {
      next: string;
    };
    const url = new URL(next);
    expect(url.origin + url.pathname).toBe(`${issuer}/sign/out`);
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'post_logout_redirect_uri']);
    expect((await browser.ask(`${gateway.url}/v1/me`)).status).toBe(401);
    expect((await browser.ask(next)).status).toBe(200);
  });

  it('is the only one that is believed', async () => {
    const headers = { authorization: `Bearer ${company.as('specialist').token}` };
    expect((await fetch(`${gateway.url}/v1/me`, { headers })).status).toBe(401);
    expect((await fetch(`${gateway.url}/oidc/auth`)).status).toBe(404);
  });

  it('ends live updates when the token ends', async () => {
    const browser = await signedIn();
    const clients = new ServiceClients(replicaSettings(settings));
    const cookieHash = createHash('sha256').update(browser.cookie('anju_session')).digest('base64url');
    const { accessToken } = await clients.call(IdentityService.method.getSession, { cookieHash });
    clients.close();
    const stream = await EventStream.open({ authorization: `Bearer ${accessToken}` }, gateway.url);
    expect(stream.answer.status).toBe(200);
    await eventually(() => stream.ended, 40_000);
    const late = await EventStream.open({ authorization: `Bearer ${accessToken}` }, gateway.url);
    expect(late.answer.status).toBe(401);
  }, 60_000);
});
