import { type Log, LOGGER, SETTINGS } from '@anju/platform';
import { Database } from '@anju/tenancy';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { OperatorAccount } from '../app/operator-account.js';
import { SignIn } from '../app/sign-in.js';
import type { IdentitySettings } from '../settings.js';
import { AccountStore } from '../store/account.store.js';
import type { IdentityDatabase } from '../store/database.js';
import { sweepIssuerRecords } from '../store/issuer.store.js';
import { SecretBox } from '../store/secret-box.js';
import { signingKeys } from '../store/signing-keys.js';
import { createIssuer } from './issuer.js';
import { languageOf, type Notice, noticePage, signInPage } from './pages.js';

const interaction = /^\/oidc\/interaction\/([\w-]{1,64})$/;
const mostBytes = 8 * 1024;

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > mostBytes) throw new Error('the form is too large');
  }
  return new URLSearchParams(text);
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

const send = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, headers).end(body);

/** The issuer's endpoints and the sign-in page, on a port of its own behind the gateway. */
@Injectable()
export class HttpServer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  readonly #database: IdentityDatabase;
  #provider: Provider | undefined;
  #keys = '';
  #timers: NodeJS.Timeout[] = [];

  // eslint-disable-next-line max-params -- Nest injects by constructor, and the issuer stands on all of these
  constructor(
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
    @Inject(LOGGER) private readonly log: Log,
    database: Database,
    private readonly accounts: AccountStore,
    private readonly box: SecretBox,
    private readonly signIn: SignIn,
    private readonly operator: OperatorAccount,
  ) {
    this.#database = database as unknown as IdentityDatabase;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.operator.ensure();
    await this.refreshKeys();
    const at = this.settings.HTTP_LISTEN.lastIndexOf(':');
    const [host, port] = [
      this.settings.HTTP_LISTEN.slice(0, at),
      Number(this.settings.HTTP_LISTEN.slice(at + 1)),
    ];
    await new Promise<void>((resolve, reject) =>
      this.#server.once('error', reject).listen(port, host || '0.0.0.0', resolve),
    );
    const watch = (error: unknown) => this.log.warn({ error }, 'identity housekeeping will try again');
    this.#timers = [
      setInterval(() => void this.refreshKeys().catch(watch), 30_000).unref(),
      setInterval(() => void sweepIssuerRecords(this.#database).catch(watch), 600_000).unref(),
    ];
  }

  async onApplicationShutdown(): Promise<void> {
    this.#timers.forEach(clearInterval);
    this.#server.closeIdleConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Keys rotated by any replica are taken up without a restart: new requests go to an issuer that has them. */
  async refreshKeys(): Promise<void> {
    const keys = await signingKeys(this.#database, this.box);
    const names = keys.map((key) => key.kid).join(' ');
    if (names === this.#keys) return;
    const { settings, accounts, box } = this;
    this.#provider = createIssuer({ settings, database: this.#database, accounts, box }, keys);
    this.#provider.on('server_error', (_, error) => this.log.error({ error }, 'issuer failed'));
    this.#keys = names;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = this.#provider;
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (!provider || !path.startsWith('/oidc/')) return void response.writeHead(404).end();
    try {
      if (interaction.test(path)) return await this.#interact(provider, request, response);
      // The issuer's own routes begin after /oidc; it finds the way back by the original address.
      Object.assign(request, { originalUrl: request.url, url: (request.url ?? '').slice('/oidc'.length) });
      await provider.callback()(request, response);
    } catch (error) {
      this.log.error({ error }, 'sign-in failed');
      if (!response.headersSent)
        send(response, 500, noticePage(languageOf(request.headers['accept-language']), 'failed'));
    }
  }

  async #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const language = languageOf(request.headers['accept-language']);
    const details = await provider.interactionDetails(request, response).catch(() => undefined);
    if (!details) return void send(response, 400, noticePage(language, 'expired'));
    const show = (status: number, login: string, notice?: Notice) =>
      void send(
        response,
        status,
        signInPage(language, { action: request.url ?? '', login, ...(notice ? { notice } : {}) }),
      );
    if (request.method !== 'POST') return show(200, '');
    const form = await formOf(request);
    const [login, password] = [form.get('login') ?? '', form.get('password') ?? ''];
    const outcome = await this.signIn.run(login, password, this.#addressOf(request));
    if ('refused' in outcome) return show(outcome.refused === 'wrong' ? 401 : 429, login, outcome.refused);
    const result = { login: { accountId: outcome.account.id, remember: true } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  #addressOf(request: IncomingMessage): string {
    // The gateway is the only one that reaches this port and writes the header itself.
    const forwarded = request.headers['x-forwarded-for'];
    return (
      (typeof forwarded === 'string' ? forwarded.split(',')[0] : undefined)?.trim() ??
      request.socket.remoteAddress ??
      ''
    );
  }
}
