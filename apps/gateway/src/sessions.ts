import { IdentityService, type Session } from '@anju/contracts/identity';
import { ServiceClients } from '@anju/platform';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import * as oidc from 'openid-client';
import { HttpError, isServiceError } from './problem.js';
import type { GatewaySettings } from './settings.js';

const cookie = 'anju_session';
const loginCookie = 'anju_login';
const life = 14 * 24 * 3600;

const hashOf = (value: string) => createHash('sha256').update(value).digest('base64url');

interface Login {
  readonly state: string;
  readonly verifier: string;
  readonly back: string;
}

/** Only a path of ours may follow a sign-in. */
const ownPath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : '/';

/**
 * Sessions of the console (a backend for the frontend): the browser holds a random HttpOnly cookie and nothing else,
 * identity keeps the tokens under the cookie's hash, and this process remembers them for half a minute.
 */
export class Sessions {
  readonly #config: oidc.Configuration;
  readonly #known = new LRUCache<string, Session>({ max: 10_000, ttl: 30_000 });
  readonly #key: Buffer;

  constructor(
    private readonly settings: GatewaySettings,
    private readonly clients: ServiceClients,
  ) {
    const inner = `${settings.IDENTITY_HTTP_URL}/oidc`;
    const outer = `${settings.PUBLIC_URL}/oidc`;
    const server = {
      issuer: settings.OIDC_ISSUER,
      authorization_endpoint: `${outer}/auth`,
      token_endpoint: `${inner}/token`,
      jwks_uri: settings.OIDC_JWKS_URL,
      end_session_endpoint: `${outer}/session/end`,
    };
    const secret = settings.GATEWAY_CLIENT_SECRET;
    this.#config = new oidc.Configuration(server, 'anju-gateway', {}, oidc.ClientSecretBasic(secret));
    oidc.allowInsecureRequests(this.#config);
    this.#key = createHash('sha256').update(`anju login cookie ${secret}`).digest();
  }

  register(app: FastifyInstance): void {
    app.get('/auth/login', (request, reply) => this.#login(request, reply));
    app.get('/auth/callback', (request, reply) => this.#callback(request, reply));
    app.post('/auth/logout', (request, reply) => this.#logout(request, reply));
  }

  /** The access token of the request's session, renewed when it is about to end; empty without a session. */
  async tokenOf(request: FastifyRequest): Promise<string> {
    const value = request.cookies[cookie];
    if (!value) return '';
    this.#requireSameSite(request);
    const hash = hashOf(value);
    const session = this.#known.get(hash) ?? (await this.#load(hash));
    if (!session) return '';
    const left = session.accessExpireTime
      ? timestampDate(session.accessExpireTime).getTime() - Date.now()
      : 0;
    if (left > 30_000) return session.accessToken;
    return (await this.#renew(hash, session))?.accessToken ?? '';
  }

  /** A cookie travels by itself: a write must show that it comes from our own pages. */
  #requireSameSite(request: FastifyRequest): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    const ours = site ? site === 'same-origin' : origin === this.settings.PUBLIC_URL;
    if (!ours) throw new HttpError(403, 'forbidden', { permission: 'same-origin' });
  }

  async #load(cookieHash: string): Promise<Session | undefined> {
    try {
      const session = await this.clients.call(IdentityService.method.getSession, { cookieHash });
      this.#known.set(cookieHash, session);
      return session;
    } catch (error) {
      if (isServiceError(error) && error.code === status.NOT_FOUND) return undefined;
      throw error;
    }
  }

  async #renew(cookieHash: string, session: Session): Promise<Session | undefined> {
    try {
      const tokens = await oidc.refreshTokenGrant(this.#config, session.refreshToken);
      return await this.#save(cookieHash, tokens);
    } catch (error) {
      // Another replica may have renewed it just now; otherwise the sign-in is over.
      this.#known.delete(cookieHash);
      const fresh = await this.#load(cookieHash);
      if (fresh && fresh.refreshToken !== session.refreshToken) return fresh;
      if (error instanceof oidc.ResponseBodyError) return undefined;
      throw new HttpError(503, 'unavailable');
    }
  }

  async #save(cookieHash: string, tokens: oidc.TokenEndpointResponse): Promise<Session> {
    const session = {
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? '',
      idToken: tokens.id_token ?? '',
      accessExpireTime: timestampFromDate(new Date(Date.now() + (tokens.expires_in ?? 60) * 1000)),
      expireTime: timestampFromDate(new Date(Date.now() + life * 1000)),
    };
    await this.clients.call(IdentityService.method.saveSession, { cookieHash, session });
    this.#known.delete(cookieHash);
    return { ...session, $typeName: 'anju.identity.v1.Session' };
  }

  async #login(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const verifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const { return: back } = request.query as { return?: string };
    const url = oidc.buildAuthorizationUrl(this.#config, {
      redirect_uri: `${this.settings.PUBLIC_URL}/auth/callback`,
      scope: 'openid',
      resource: `urn:${this.settings.OIDC_AUDIENCE}`,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    this.#setCookie(reply, loginCookie, this.#seal({ state, verifier, back: ownPath(back) }), 600);
    return reply.redirect(url.href);
  }

  async #callback(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const login = this.#open(request.cookies[loginCookie] ?? '');
    if (!login) return reply.redirect('/auth/login');
    const url = new URL(request.url, this.settings.PUBLIC_URL);
    const checks = { expectedState: login.state, pkceCodeVerifier: login.verifier };
    const tokens = await oidc.authorizationCodeGrant(this.#config, url, checks).catch(() => {
      throw new HttpError(401, 'unauthenticated');
    });
    const value = randomBytes(32).toString('base64url');
    await this.#save(hashOf(value), tokens);
    this.#setCookie(reply, cookie, value, life);
    this.#setCookie(reply, loginCookie, '', 0);
    return reply.redirect(login.back);
  }

  async #logout(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const value = request.cookies[cookie];
    if (value) {
      this.#requireSameSite(request);
      this.#known.delete(hashOf(value));
      await this.clients.call(IdentityService.method.endSession, { cookieHash: hashOf(value) });
    }
    this.#setCookie(reply, cookie, '', 0);
    return reply.status(204).send();
  }

  #setCookie(reply: FastifyReply, name: string, value: string, maxAge: number): void {
    const secure = this.settings.PUBLIC_URL.startsWith('https:');
    void reply.setCookie(name, value, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge });
  }

  #seal(login: Login): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const bytes = Buffer.concat([cipher.update(JSON.stringify(login)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64url');
  }

  #open(sealed: string): Login | undefined {
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return JSON.parse(
        Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(),
      ) as Login;
    } catch {
      // A cookie that is not ours is like none: the sign-in begins again.
      return undefined;
    }
  }
}
