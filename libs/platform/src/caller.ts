import {
  type Actor,
  Actor as ActorClass,
  type GrantReader,
  type Identity,
  PLATFORM_TENANT,
  type TokenVerifier,
} from '@anju/tenancy';
import type { Metadata } from '@grpc/grpc-js';

const anonymous: Identity = { kind: 'anonymous', tenantId: '', subjectId: '', accountId: '' };

/** What a call says beside its message. */
export interface Caller {
  readonly actor: Actor;
  readonly locale: 'zh' | 'en';
  readonly idempotencyKey: string;
  readonly trace: string;
  readonly now: Date | undefined;
}

const one = (metadata: Metadata, name: string): string => metadata.get(name)[0]?.toString() ?? '';

const headOf = (language: string): 'zh' | 'en' => (/^\s*en\b/i.test(language) ? 'en' : 'zh');

/** A moved clock, `2026-03-01T08:00:00Z;<key>`, where settings allow it and the key is right. */
function movedClock(header: string, key: string | undefined): Date | undefined {
  const [time = '', given] = header.split(';', 2);
  if (!key || given !== key) return undefined;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Finds out who calls, from the token alone, and what they may reach, from this service's own projection. */
export class CallerReader {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly grants: GrantReader,
    private readonly clockKey: string | undefined,
  ) {}

  async read(metadata: Metadata): Promise<Caller> {
    return {
      actor: await this.#actor(metadata),
      locale: headOf(one(metadata, 'accept-language')),
      idempotencyKey: one(metadata, 'idempotency-key'),
      trace: one(metadata, 'traceparent'),
      now: movedClock(one(metadata, 'anju-now'), this.clockKey),
    };
  }

  async #actor(metadata: Metadata): Promise<Actor> {
    const token = /^Bearer (\S+)$/i.exec(one(metadata, 'authorization'))?.[1];
    if (!token) return new ActorClass(anonymous);
    const identity = await this.verifier.verify(token);
    // A service works for whichever company the case in hand belongs to, and says which.
    if (identity.kind === 'service') {
      return new ActorClass({ ...identity, tenantId: one(metadata, 'anju-tenant') || PLATFORM_TENANT });
    }
    return new ActorClass(identity, await this.grants.of(identity));
  }
}
