import { DomainError } from '@anju/kernel';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { Discovery } from './discovery.js';
import { type ActorKind, type Identity, PLATFORM_TENANT } from './actor.js';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys; its discovery document says so when left out. */
  readonly jwksUrl?: string | undefined;
  /** Names of our claims in this issuer's tokens, where they are not `tid`, `knd` and `sid`. */
  readonly claims?: ReadonlyMap<string, string>;
  /** Milliseconds after which its keys are asked for again; ten minutes when left out. */
  readonly keysFor?: number;
}

const kinds: readonly ActorKind[] = ['staff', 'resident', 'operator', 'service'];

const text = (payload: JWTPayload, claim: string): string => {
  const value = payload[claim];
  return typeof value === 'string' ? value : '';
};

function identityOf(payload: JWTPayload, claims: ReadonlyMap<string, string> = new Map()): Identity {
  const claim = (name: string) => text(payload, claims.get(name) ?? name);
  const kind = kinds.find((one) => one === claim('knd'));
  const identity = {
    tenantId: claim('tid'),
    subjectId: claim('sid'),
    accountId: payload.sub ?? '',
    issuedAt: new Date((payload.iat ?? 0) * 1000),
  };
  const named = identity.tenantId !== '' && identity.subjectId !== '';
  if (!kind || ((kind === 'staff' || kind === 'resident') && !named))
    throw new DomainError('unauthenticated', 'unauthenticated');
  return { kind, ...identity, tenantId: identity.tenantId || PLATFORM_TENANT };
}

/** The issuer's keys. While it is away those it published last still count: its tokens outlive its outage. */
function keysAt(url: string, { keysFor = 600_000 }: TokenRules): JWTVerifyGetKey {
  // An issuer that hangs is given up before the caller's own deadline.
  const limits = { cooldownDuration: 5_000, timeoutDuration: 1_500, cacheMaxAge: keysFor };
  const remote = createRemoteJWKSet(new URL(url), limits);
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      const last = isUnreachable(error) ? remote.jwks() : undefined;
      if (!last) throw error;
      return createLocalJWKSet(last)(header, token).catch(() => {
        // A key that is not among them may be a new one, which is no fault of the bearer's.
        throw error;
      });
    }
  };
}

function discoveredKeys(rules: TokenRules): JWTVerifyGetKey {
  const discovery = new Discovery(rules.issuer);
  let keys: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    keys ??= keysAt((await discovery.read()).jwks_uri, rules);
    return keys(header, token);
  };
}

/**
 * Checks access tokens (RFC 9068). Every service does it itself: no network position is trusted.
 * A checked token is remembered for at most a minute, and never past its end.
 */
export class TokenVerifier {
  readonly #keys: JWTVerifyGetKey;
  readonly #seen = new LRUCache<string, Identity>({ max: 10_000 });

  constructor(
    private readonly rules: TokenRules,
    keys?: JWTVerifyGetKey,
  ) {
    this.#keys = keys ?? (rules.jwksUrl ? keysAt(rules.jwksUrl, rules) : discoveredKeys(rules));
  }

  /** Who the bearer is. Anything wrong with the token is the same refusal. */
  async verify(token: string): Promise<Identity> {
    const seen = this.#seen.get(token);
    if (seen) return seen;
    const { payload } = await this.#check(token);
    const identity = identityOf(payload, this.rules.claims);
    const left = (payload.exp ?? 0) * 1000 - Date.now();
    if (left > 0) this.#seen.set(token, identity, { ttl: Math.min(left, 60_000) });
    return identity;
  }

  async #check(token: string) {
    try {
      return await jwtVerify(token, this.#keys, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        algorithms: ['RS256'],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
        clockTolerance: 5,
      });
    } catch (error) {
      if (error instanceof DomainError) throw error;
      // The issuer not answering is not the bearer's fault.
      if (isUnreachable(error)) throw new DomainError('unavailable', 'unavailable');
      throw new DomainError('unauthenticated', 'unauthenticated');
    }
  }
}

/** By name and code, which hold also for errors of another realm, such as those of fetch in a test. */
function isUnreachable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code: unknown = Reflect.get(error, 'code');
  return (
    Reflect.get(error, 'name') === 'TypeError' || code === 'ERR_JWKS_TIMEOUT' || code === 'ERR_JOSE_GENERIC'
  );
}
