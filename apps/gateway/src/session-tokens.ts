import { IdentityService, type Session } from '@anju/contracts/identity';
import { DomainError } from '@anju/kernel';
import type { ServiceClients } from '@anju/platform';
import type { TokenVerifier } from '@anju/tenancy';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import { LRUCache } from 'lru-cache';
import { setTimeout as wait } from 'node:timers/promises';
import type { TokenEndpointResponse } from 'openid-client';
import type { OidcClient } from './oidc-client.js';
import { isServiceError } from './problem.js';

/** Of a session, in seconds. */
export const life = 14 * 24 * 3600;

const leftOf = ({ accessExpireTime }: Session): number =>
  accessExpireTime ? timestampDate(accessExpireTime).getTime() - Date.now() : 0;

const inSeconds = (seconds: number) => timestampFromDate(new Date(Date.now() + seconds * 1000));

const has = (error: unknown, code: status) => isServiceError(error) && error.code === code;

async function ifThere<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (has(error, status.NOT_FOUND)) return undefined;
    throw error;
  }
}

/** Tokens under a cookie's hash: kept by identity, remembered here for half a minute, renewed by one gateway at a time. */
export class SessionTokens {
  readonly #known = new LRUCache<string, Session>({ max: 10_000, ttl: 30_000 });
  readonly #renewals = new Map<string, Promise<Session | undefined>>();

  constructor(
    private readonly clients: ServiceClients,
    private readonly issuer: OidcClient,
    private readonly verifier: TokenVerifier,
  ) {}

  /** Whether this process has seen the session lately: it is no invention of the caller. */
  knows(cookieHash: string): boolean {
    return this.#known.has(cookieHash);
  }

  /** The access token, renewed when it is about to end; empty without a session. */
  async tokenOf(cookieHash: string): Promise<string> {
    const session = this.#known.get(cookieHash) ?? (await this.#load(cookieHash));
    if (!session) return '';
    if (leftOf(session) > 30_000) return session.accessToken;
    return (await this.#renewOnce(cookieHash, session))?.accessToken ?? '';
  }

  async begin(cookieHash: string, tokens: TokenEndpointResponse): Promise<void> {
    const session = { ...(await this.#kept(tokens)), expireTime: inSeconds(life) };
    await this.clients.call(IdentityService.method.saveSession, { cookieHash, session });
  }

  async end(cookieHash: string): Promise<void> {
    this.#known.delete(cookieHash);
    await this.clients.call(IdentityService.method.endSession, { cookieHash });
    // A request that was loading it meanwhile may have remembered it again.
    this.#known.delete(cookieHash);
  }

  async #load(cookieHash: string): Promise<Session | undefined> {
    const session = await ifThere(this.clients.call(IdentityService.method.getSession, { cookieHash }));
    if (session) this.#known.set(cookieHash, session);
    return session;
  }

  /** A page asks for many things at once: they share one renewal. */
  #renewOnce(cookieHash: string, session: Session): Promise<Session | undefined> {
    const running = this.#renewals.get(cookieHash);
    if (running) return running;
    const renewal = this.#renew(cookieHash, session).finally(() => this.#renewals.delete(cookieHash));
    this.#renewals.set(cookieHash, renewal);
    return renewal;
  }

  /** Other gateways see the same end coming: identity says whose turn it is, and the others go on with what there is. */
  async #renew(cookieHash: string, known: Session): Promise<Session | undefined> {
    const claim = (accessExpireTime: Session['accessExpireTime']) =>
      this.clients.call(IdentityService.method.claimRenewal, {
        cookieHash,
        ...(accessExpireTime ? { accessExpireTime } : {}),
      });
    let end = known.accessExpireTime;
    for (const limit = Date.now() + 2_500; Date.now() < limit; await wait(50)) {
      const answer = await ifThere(claim(end));
      if (!answer?.session) return this.#forget(cookieHash);
      if (answer.claimed) return this.#exchange(cookieHash, answer.session);
      if (leftOf(answer.session) > 30_000) this.#known.set(cookieHash, answer.session);
      if (leftOf(answer.session) > 5_000) return answer.session;
      end = answer.session.accessExpireTime;
    }
    throw new DomainError('unavailable', 'unavailable');
  }

  async #exchange(cookieHash: string, before: Session): Promise<Session | undefined> {
    try {
      const tokens = await this.issuer.refresh(before.refreshToken);
      const session = { ...before, ...(await this.#kept(tokens, before)) };
      await this.#keep(cookieHash, session);
      this.#known.set(cookieHash, session);
      return session;
    } catch (error) {
      if (has(error, status.NOT_FOUND)) return this.#forget(cookieHash);
      if (error instanceof DomainError && error.kind === 'unauthenticated') {
        await this.end(cookieHash);
        return undefined;
      }
      // The issuer is away: what is left of the token still counts.
      if (leftOf(before) > 0) return before;
      throw error;
    }
  }

  /** The old refresh token is spent: the new one must not be lost because identity restarts just now. */
  async #keep(cookieHash: string, session: Session): Promise<void> {
    for (let pause = 100; ; pause *= 2) {
      try {
        await this.clients.call(IdentityService.method.saveSession, { cookieHash, session, renewal: true });
        return;
      } catch (error) {
        if (!has(error, status.UNAVAILABLE) || pause > 1_600) throw error;
        await wait(pause);
      }
    }
  }

  #forget(cookieHash: string): undefined {
    this.#known.delete(cookieHash);
    return undefined;
  }

  /** An issuer that does not rotate says a refresh token once, and an id token perhaps never again. */
  async #kept(tokens: TokenEndpointResponse, before?: Session) {
    const { accountId } = await this.verifier.verify(tokens.access_token);
    return {
      accountId,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? before?.refreshToken ?? '',
      idToken: tokens.id_token ?? before?.idToken ?? '',
      accessExpireTime: inSeconds(tokens.expires_in ?? 60),
    };
  }
}
