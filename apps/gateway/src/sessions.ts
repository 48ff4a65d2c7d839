import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import { randomPKCECodeVerifier, randomState } from 'openid-client';
import type { OidcClient } from './oidc-client.js';
import { HttpError } from './problem.js';
import { Sealer } from './sealed.js';
import { life, type SessionTokens } from './session-tokens.js';
import type { GatewaySettings } from './settings.js';

const loginLife = 600;

const hashOf = (value: string) => createHash('sha256').update(value).digest('base64url');

interface Login {
  readonly state: string;
  readonly verifier: string;
  readonly back: string;
}

/** Only a path of ours may follow a sign-in: read as browsers do, who drop tabs and take a backslash for a slash. */
export function ownPath(path: unknown, home: string): string {
  if (typeof path !== 'string' || !path.startsWith('/') || !URL.canParse(path, home)) return '/';
  const url = new URL(path, home);
  return url.origin === new URL(home).origin ? url.pathname + url.search + url.hash : '/';
}

const stateOf = (request: FastifyRequest): string => {
  const { state } = request.query as { state?: unknown };
  return typeof state === 'string' ? state : '';
};

/**
 * Sessions of the console (a backend for the frontend): the browser holds a random HttpOnly cookie and nothing else,
 * and the tokens stay with identity.
 */
export class Sessions {
  readonly #sealer: Sealer;
  readonly #secure: boolean;
  readonly #cookie: string;

  constructor(
    private readonly settings: GatewaySettings,
    private readonly tokens: SessionTokens,
    private readonly issuer: OidcClient,
  ) {
    this.#sealer = new Sealer(settings.GATEWAY_CLIENT_SECRET);
    this.#secure = settings.PUBLIC_URL.startsWith('https:');
    // Browsers keep other hosts and paths from setting a cookie with this prefix; they want Secure for it.
    this.#cookie = `${this.#secure ? '__Host-' : ''}anju_session`;
  }

  register(app: FastifyInstance): void {
    app.get('/auth/login', (request, reply) => this.#login(request, reply));
    app.get('/auth/callback', (request, reply) => this.#callback(request, reply));
    app.post('/auth/logout', (request, reply) => this.#logout(request, reply));
  }

  /** The access token of the request's session; empty without one. */
  async tokenOf(request: FastifyRequest): Promise<string> {
    const value = request.cookies[this.#cookie];
    if (!value) return '';
    this.#requireSameOrigin(request);
    return this.tokens.tokenOf(hashOf(value));
  }

  /** Names the session for counting, once it proved to be one. */
  keyOf(request: FastifyRequest): string | undefined {
    const value = request.cookies[this.#cookie];
    const hash = value && hashOf(value);
    return hash && this.tokens.knows(hash) ? hash : undefined;
  }

  /** A cookie travels by itself: a write must show that it comes from our own pages. */
  #requireSameOrigin(request: FastifyRequest): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const site = request.headers['sec-fetch-site'];
    const { origin } = request.headers;
    const home = new URL(this.settings.PUBLIC_URL).origin;
    const ours = (site === undefined || site === 'same-origin') && (origin === undefined || origin === home);
    if (!ours || (site === undefined && origin === undefined))
      throw new HttpError(403, 'forbidden', { permission: 'same-origin' });
  }

  async #login(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const [state, verifier] = [randomState(), randomPKCECodeVerifier()];
    const { return: path } = request.query as { return?: unknown };
    const login: Login = { state, verifier, back: ownPath(path, this.settings.PUBLIC_URL) };
    const url = await this.issuer.signInUrl(state, verifier);
    this.#setCookie(reply, this.#loginCookie(state), this.#sealer.seal(login), loginLife);
    return reply.redirect(url);
  }

  async #callback(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const state = stateOf(request);
    const name = this.#loginCookie(state);
    const login = this.#sealer.open(request.cookies[name] ?? '') as Login | undefined;
    if (login?.state !== state) return reply.redirect('/auth/login');
    this.#setCookie(reply, name, '', 0);
    const url = new URL(request.url, this.settings.PUBLIC_URL);
    const tokens = await this.issuer.redeem(url, state, login.verifier);
    const value = randomBytes(32).toString('base64url');
    await this.tokens.begin(hashOf(value), tokens);
    this.#setCookie(reply, this.#cookie, value, life);
    return reply.header('cache-control', 'no-store').redirect(login.back);
  }

  /** Says where the page should go next, so that the issuer forgets the browser too. */
  async #logout(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const value = request.cookies[this.#cookie];
    if (value) {
      this.#requireSameOrigin(request);
      await this.tokens.end(hashOf(value));
    }
    this.#setCookie(reply, this.#cookie, '', 0);
    return reply.header('cache-control', 'no-store').send({ next: await this.issuer.signedOutUrl() });
  }

  /** One for each sign-in under way: two open tabs do not spoil each other's. */
  #loginCookie(state: string): string {
    return `${this.#secure ? '__Host-' : ''}anju_login_${hashOf(state).slice(0, 12)}`;
  }

  #setCookie(reply: FastifyReply, name: string, value: string, maxAge: number): void {
    void reply.setCookie(name, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#secure,
      path: '/',
      maxAge,
    });
  }
}
