import { PLATFORM_TENANT } from '@anju/tenancy';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { createHash } from 'node:crypto';
import type { IdentityDatabase, Work } from './database.js';

const hashOf = (id: string) => createHash('sha256').update(id).digest('base64url');

interface Row {
  payload: AdapterPayload;
}

/** What the issuer remembers of one kind, in the installation's own rows; ids are kept as hashes only. */
export class IssuerRecords implements Adapter {
  constructor(
    private readonly database: IdentityDatabase,
    private readonly model: string,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const end = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
    const { grantId = null, uid = null } = payload;
    await this.#run(
      (work) => work.tx.$executeRaw`
      INSERT INTO oidc_record (tenant_id, model, id_hash, payload, grant_id, uid, expires_at)
      VALUES (anju_tenant(), ${this.model}, ${hashOf(id)}, ${JSON.stringify(payload)}::jsonb, ${grantId}, ${uid}, ${end})
      ON CONFLICT (tenant_id, model, id_hash) DO UPDATE
        SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`,
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const rows = await this.#run(
      (work) => work.tx.$queryRaw<Row[]>`
      SELECT payload FROM oidc_record WHERE tenant_id = anju_tenant() AND model = ${this.model} AND id_hash = ${hashOf(id)}
        AND (expires_at IS NULL OR expires_at > now())`,
    );
    return rows[0]?.payload;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const rows = await this.#run(
      (work) => work.tx.$queryRaw<Row[]>`
      SELECT payload FROM oidc_record WHERE tenant_id = anju_tenant() AND model = ${this.model} AND uid = ${uid}
        AND (expires_at IS NULL OR expires_at > now())`,
    );
    return rows[0]?.payload;
  }

  findByUserCode(): Promise<undefined> {
    // The device flow is off.
    return Promise.resolve(undefined);
  }

  async consume(id: string): Promise<void> {
    const at = Math.floor(Date.now() / 1000);
    await this.#run(
      (work) => work.tx.$executeRaw`
      UPDATE oidc_record SET payload = payload || jsonb_build_object('consumed', ${at}::int)
      WHERE tenant_id = anju_tenant() AND model = ${this.model} AND id_hash = ${hashOf(id)}`,
    );
  }

  async destroy(id: string): Promise<void> {
    await this.#run(
      (work) => work.tx.$executeRaw`
      DELETE FROM oidc_record WHERE tenant_id = anju_tenant() AND model = ${this.model} AND id_hash = ${hashOf(id)}`,
    );
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#run(
      (work) => work.tx.$executeRaw`
      DELETE FROM oidc_record WHERE tenant_id = anju_tenant() AND grant_id = ${grantId}`,
    );
  }

  #run<T>(work: (work: Work) => PromiseLike<T>): Promise<T> {
    return this.database.as(PLATFORM_TENANT, work);
  }
}

/** Ends every sign-in of an account: sessions here and at the issuer, grants, codes and refresh tokens. The work must be in the platform's rows. */
export async function endSignIns(work: Work, accountId: string): Promise<void> {
  await work.tx.$executeRaw`
    DELETE FROM oidc_record WHERE tenant_id = anju_tenant() AND (payload->>'accountId' = ${accountId}
      OR grant_id IN (SELECT g.payload->>'jti' FROM oidc_record g
                      WHERE g.tenant_id = anju_tenant() AND g.model = 'Grant' AND g.payload->>'accountId' = ${accountId}))`;
  await work.tx
    .$executeRaw`DELETE FROM console_session WHERE tenant_id = anju_tenant() AND account_id = ${accountId}`;
}

/** Ends the sign-in a refresh token came from, so that the issuer asks for the password again. In the platform's rows. */
export async function endSignInOf(work: Work, refreshToken: string): Promise<void> {
  await work.tx.$executeRaw`
    WITH token AS (SELECT payload FROM oidc_record
                   WHERE tenant_id = anju_tenant() AND model = 'RefreshToken' AND id_hash = ${hashOf(refreshToken)})
    DELETE FROM oidc_record r USING token
    WHERE r.tenant_id = anju_tenant() AND ((r.model = 'Session' AND r.uid = token.payload->>'sessionUid')
      OR (r.model = 'Grant' AND r.payload->>'jti' = token.payload->>'grantId')
      OR r.grant_id = token.payload->>'grantId')`;
}

/** Forgets what has ended. */
export async function sweepIssuerRecords(database: IdentityDatabase): Promise<void> {
  await database.as(PLATFORM_TENANT, async (work) => {
    await work.tx.$executeRaw`DELETE FROM oidc_record WHERE tenant_id = anju_tenant() AND expires_at < now()`;
    await work.tx
      .$executeRaw`DELETE FROM console_session WHERE tenant_id = anju_tenant() AND expires_at < now()`;
    await work.tx.$executeRaw`
      DELETE FROM sign_in_failure WHERE tenant_id = anju_tenant() AND since < now() - interval '1 day'`;
  });
}
