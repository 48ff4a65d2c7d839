import {
  type ClaimRenewalRequest,
  type SaveSessionRequest,
  type Session,
  SessionSchema,
} from '@anju/contracts/identity';
import { DomainError } from '@anju/kernel';
import { create, equals, fromJsonString, toJsonString } from '@bufbuild/protobuf';
import { TimestampSchema, timestampDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import type { Work } from '../store/database.js';
import { endSignInOf } from '../store/issuer.store.js';
import { SecretBox } from '../store/secret-box.js';

interface Row {
  sealed: string;
  renewing: boolean;
}

const sameEnd = (one: Session, two: ClaimRenewalRequest): boolean =>
  equals(
    TimestampSchema,
    one.accessExpireTime ?? create(TimestampSchema),
    two.accessExpireTime ?? create(TimestampSchema),
  );

/** Tokens behind the console's cookies; only the gateway asks, and the cookie itself is never kept. */
@Injectable()
export class ConsoleSessions {
  constructor(private readonly box: SecretBox) {}

  async save(work: Work, { cookieHash, session, renewal }: SaveSessionRequest): Promise<void> {
    const kept = session ?? create(SessionSchema);
    const sealed = this.box.seal(toJsonString(SessionSchema, kept), `session ${cookieHash}`);
    if (renewal) return this.#renew(work, cookieHash, sealed);
    const end = kept.expireTime ? timestampDate(kept.expireTime) : work.now;
    await work.tx.$executeRaw`
      INSERT INTO console_session (tenant_id, cookie_hash, sealed, expires_at, account_id)
      VALUES (anju_tenant(), ${cookieHash}, ${sealed}, ${end}, ${kept.accountId})
      ON CONFLICT (tenant_id, cookie_hash) DO UPDATE SET sealed = excluded.sealed`;
  }

  async get(work: Work, cookieHash: string): Promise<Session> {
    const rows = await work.tx.$queryRaw<{ sealed: string }[]>`
      SELECT sealed FROM console_session
      WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash} AND expires_at > now()`;
    return this.#open(rows[0], cookieHash);
  }

  /** Whoever is told `claimed` renews alone; a gateway that dies over it gives way after ten seconds. */
  async claimRenewal(
    work: Work,
    request: ClaimRenewalRequest,
  ): Promise<{ session: Session; claimed: boolean }> {
    const { cookieHash } = request;
    const rows = await work.tx.$queryRaw<Row[]>`
      SELECT sealed, coalesce(renewing_until > clock_timestamp(), false) AS renewing FROM console_session
      WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash} AND expires_at > now() FOR UPDATE`;
    const session = this.#open(rows[0], cookieHash);
    if (rows[0]?.renewing || !sameEnd(session, request)) return { session, claimed: false };
    await work.tx.$executeRaw`
      UPDATE console_session SET renewing_until = clock_timestamp() + interval '10 seconds'
      WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash}`;
    return { session, claimed: true };
  }

  async end(work: Work, cookieHash: string): Promise<void> {
    const rows = await work.tx.$queryRaw<{ sealed: string }[]>`
      DELETE FROM console_session WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash} RETURNING sealed`;
    if (rows[0]) await endSignInOf(work, this.#open(rows[0], cookieHash).refreshToken);
  }

  async #renew(work: Work, cookieHash: string, sealed: string): Promise<void> {
    const kept = await work.tx.$executeRaw`
      UPDATE console_session SET sealed = ${sealed}, renewing_until = NULL
      WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash} AND expires_at > now()`;
    if (kept === 0) throw new DomainError('not_found', 'not_found');
  }

  #open(row: { sealed: string } | undefined, cookieHash: string): Session {
    if (!row) throw new DomainError('not_found', 'not_found');
    return fromJsonString(SessionSchema, this.box.open(row.sealed, `session ${cookieHash}`));
  }
}
