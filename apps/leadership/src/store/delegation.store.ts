import { DomainError } from '@anju/kernel';
import { Actor, type PostGrant } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Delegation } from '../domain/delegation.js';
import type { Delegation as Row } from '../generated/prisma/client.js';
import type { Work } from './database.js';

const most = 200;

const toDelegation = (row: Row): Delegation => ({ ...row, endedAt: row.endedAt ?? undefined });

interface Grant {
  id: string;
  posts: PostGrant[];
}

const staffOf = ({ actor: { tenantId } }: Work, { id: subjectId, posts }: Grant): Actor =>
  new Actor({ kind: 'staff', tenantId, subjectId, accountId: '' }, { posts, estates: [] });

@Injectable()
export class DelegationStore {
  /** Those whose delegation to the caller is in force, with the posts they hold now. */
  async delegators(work: Work): Promise<Actor[]> {
    const rows = await work.tx.$queryRaw<Grant[]>`
      SELECT g.subject_id::text AS id, g.posts FROM delegation d
      JOIN access_grant g ON g.tenant_id = d.tenant_id AND g.subject_id = d.from_staff_id AND g.kind = 'staff'
      WHERE d.tenant_id = anju_tenant() AND d.to_staff_id = ${work.actor.subjectId}::uuid
        AND d.from_at <= ${work.now} AND coalesce(d.ended_at, d.to_at) > ${work.now}
      ORDER BY d.created_at, d.id`;
    return rows.map((row) => staffOf(work, row));
  }

  /** A member of staff as this service knows them, if it does. */
  async staff(work: Work, id: string): Promise<Actor | undefined> {
    const rows = await work.tx.$queryRaw<Grant[]>`
      SELECT subject_id::text AS id, posts FROM access_grant
      WHERE tenant_id = anju_tenant() AND subject_id = ${id}::uuid AND kind = 'staff'`;
    return rows[0] && staffOf(work, rows[0]);
  }

  /** One giver after the other: two delegations made at once must see each other. */
  async lock(work: Work): Promise<void> {
    await work.tx
      .$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('delegation ' || anju_tenant()::text, 0))::text`;
  }

  /** Delegations by these people that are not over yet. */
  async givenBy(work: Work, staffIds: readonly string[]): Promise<Delegation[]> {
    const where = { tenantId: work.actor.tenantId, fromStaffId: { in: [...staffIds] }, endedAt: null };
    const rows = await work.tx.delegation.findMany({ where: { ...where, toAt: { gt: work.now } } });
    return rows.map(toDelegation);
  }

  async add(work: Work, one: Delegation): Promise<void> {
    const endedAt = one.endedAt ?? null;
    await work.tx.delegation.create({ data: { ...one, endedAt, tenantId: work.actor.tenantId } });
  }

  /** By the caller and to the caller, newest first: the wall shows no others. */
  async own(work: Work): Promise<Delegation[]> {
    const where = { tenantId: work.actor.tenantId };
    const rows = await work.tx.delegation.findMany({ where, orderBy: { id: 'desc' }, take: most });
    return rows.map(toDelegation);
  }

  async get(work: Work, id: string): Promise<Delegation> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    const row = await work.tx.delegation.findUnique({ where });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toDelegation(row);
  }

  async end(work: Work, { id, endedAt }: Delegation): Promise<void> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    await work.tx.delegation.update({ where, data: { endedAt: endedAt ?? null } });
  }
}
