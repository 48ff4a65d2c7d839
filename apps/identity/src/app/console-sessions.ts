import { type SaveSessionRequest, type Session, SessionSchema } from '@anju/contracts/identity';
import { DomainError } from '@anju/kernel';
import { create, fromJsonString, toJsonString } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import type { Work } from '../store/database.js';
import { SecretBox } from '../store/secret-box.js';

/** Tokens behind the console's cookies; only the gateway asks, and the cookie itself is never kept. */
@Injectable()
export class ConsoleSessions {
  constructor(private readonly box: SecretBox) {}

  async save(work: Work, { cookieHash, session }: SaveSessionRequest): Promise<void> {
    const sealed = this.box.seal(
      toJsonString(SessionSchema, session ?? create(SessionSchema)),
      `session ${cookieHash}`,
    );
    const end = session?.expireTime ? timestampDate(session.expireTime) : work.now;
    await work.tx.$executeRaw`
      INSERT INTO console_session (tenant_id, cookie_hash, sealed, expires_at)
      VALUES (anju_tenant(), ${cookieHash}, ${sealed}, ${end})
      ON CONFLICT (tenant_id, cookie_hash) DO UPDATE SET sealed = excluded.sealed`;
  }

  async get(work: Work, cookieHash: string): Promise<Session> {
    const rows = await work.tx.$queryRaw<{ sealed: string }[]>`
      SELECT sealed FROM console_session
      WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash} AND expires_at > now()`;
    if (!rows[0]) throw new DomainError('not_found', 'not_found');
    return fromJsonString(SessionSchema, this.box.open(rows[0].sealed, `session ${cookieHash}`));
  }

  async end(work: Work, cookieHash: string): Promise<void> {
    await work.tx.$executeRaw`
      DELETE FROM console_session WHERE tenant_id = anju_tenant() AND cookie_hash = ${cookieHash}`;
  }
}
