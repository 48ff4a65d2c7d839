import { DomainError } from '@anju/kernel';
import { createHash, createHmac } from 'node:crypto';
import type { SqlClient, Work } from './work.js';

/** A write that may come twice: the caller's key, and what was asked with it. */
export interface RepeatableRequest {
  readonly key: string;
  readonly method: string;
  readonly bytes: Uint8Array;
}

// The key itself is not kept, only its hash: without it nobody can try out what was in a request, such as a password.
const hashOf = ({ key, method, bytes }: RepeatableRequest) =>
  createHmac('sha256', key).update(method).update('\0').update(bytes).digest();

const nameOf = ({ key }: RepeatableRequest) => createHash('sha256').update(key).digest('base64url');

const subjectOf = (work: Work) => work.actor.accountId || work.actor.kind;

/** The lock under which two deliveries of one request take turns, so that the second finds the first one's answer. */
export const repeatLock = (tenantId: string, accountId: string, key: string): string =>
  `idempotency:${tenantId}:${accountId}:${key}`;

/** The answer given before to this key, if any. The same key with another request is refused. */
export async function recall(work: Work, request: RepeatableRequest): Promise<Uint8Array | undefined> {
  const rows = await work.tx.$queryRaw<{ request_hash: Uint8Array; answer: Uint8Array }[]>`
    SELECT request_hash, answer FROM idempotency_key
    WHERE tenant_id = anju_tenant() AND subject = ${subjectOf(work)} AND key = ${nameOf(request)}`;
  const [row] = rows;
  if (!row) return undefined;
  if (!hashOf(request).equals(row.request_hash)) throw new DomainError('key_reused', 'invalid');
  return row.answer;
}

/** Keeps the answer with the key in the work's own transaction. */
export async function remember(work: Work, request: RepeatableRequest, answer: Uint8Array): Promise<void> {
  await work.tx.$executeRaw`
    INSERT INTO idempotency_key (tenant_id, subject, key, method, request_hash, answer)
    VALUES (anju_tenant(), ${subjectOf(work)}, ${nameOf(request)}, ${request.method}, ${hashOf(request)}, ${Buffer.from(answer)})`;
}

/** Forgets keys older than the day promised for them. */
export async function forgetOld(tx: SqlClient): Promise<number> {
  return tx.$executeRaw`DELETE FROM idempotency_key
    WHERE tenant_id = anju_tenant() AND created_at < now() - interval '24 hours'`;
}
