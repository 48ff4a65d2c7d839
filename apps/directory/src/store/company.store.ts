import { DomainError, newId } from '@anju/kernel';
import { checkEtag, decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Work } from './database.js';

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly group: string;
  readonly createdAt: Date;
}

export interface Frame {
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

export interface Estate {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly zone: string;
  readonly address: string;
  readonly week: readonly Frame[];
  readonly daysOff: readonly string[];
  readonly daysWorked: readonly string[];
  readonly unitCount: number;
  readonly version: number;
}

interface EstateRow extends Omit<Estate, 'week'> {
  readonly week: unknown;
}

const toEstate = (row: EstateRow): Estate => ({ ...row, week: row.week as Frame[] });

/** A unique name or code that somebody has already, as a field's trouble. */
function taken(error: unknown, { name, code }: { name: string; code: string }): never {
  const text = error instanceof Error ? JSON.stringify([error.message, Reflect.get(error, 'meta')]) : '';
  if (!text.includes('23505') && !text.includes('P2002') && !text.includes('Unique')) throw error;
  const byCode = text.includes('code');
  const violation = { field: byCode ? 'code' : 'name', rule: 'unique' };
  throw new DomainError(
    byCode ? 'directory.code_taken' : 'directory.name_taken',
    'conflict',
    { name, code },
    [violation],
  );
}

/** Companies, estates and departments. */
@Injectable()
export class CompanyStore {
  /** Takes the code among all companies; the work must be in the platform's own rows. */
  async host(work: Work, tenant: Tenant): Promise<void> {
    const { id, code, name, group } = tenant;
    const added = await work.tx.$executeRaw`
      INSERT INTO hosted_tenant (tenant_id, code, hosted_tenant_id, name, group_name, created_at)
      VALUES (anju_tenant(), ${code}, ${id}::uuid, ${name}, ${group}, ${work.now}) ON CONFLICT DO NOTHING`;
    if (added === 0)
      throw new DomainError('directory.code_taken', 'conflict', { code }, [
        { field: 'code', rule: 'unique' },
      ]);
  }

  async hosted(work: Work, size: number, token: string): Promise<{ tenants: Tenant[]; next: string }> {
    const [after] = (decodePage(token, 'tenants') ?? ['']) as [string];
    const limit = pageSize(size);
    const rows = await work.tx.$queryRaw<Tenant[]>`
      SELECT hosted_tenant_id::text AS id, code, name, group_name AS "group", created_at AS "createdAt" FROM hosted_tenant
      WHERE tenant_id = anju_tenant() AND code > ${after} ORDER BY code LIMIT ${limit + 1}`;
    const tenants = rows.slice(0, limit);
    return { tenants, next: rows.length > limit ? encodePage([tenants.at(-1)?.code], 'tenants') : '' };
  }

  async addProfile(work: Work, { id, name, code, group, createdAt }: Tenant): Promise<void> {
    await work.tx.tenantProfile.create({ data: { tenantId: id, name, code, groupName: group, createdAt } });
  }

  async profile(work: Work): Promise<Tenant | undefined> {
    const row = await work.tx.tenantProfile.findUnique({ where: { tenantId: work.actor.tenantId } });
    return row
      ? { id: row.tenantId, name: row.name, code: row.code, group: row.groupName, createdAt: row.createdAt }
      : undefined;
  }

  async addEstate(work: Work, estate: Omit<Estate, 'id' | 'unitCount' | 'version'>): Promise<Estate> {
    const data = {
      ...estate,
      week: [...estate.week] as object[],
      daysOff: [...estate.daysOff],
      daysWorked: [...estate.daysWorked],
      tenantId: work.actor.tenantId,
      id: newId(),
      createdAt: work.now,
      version: 1,
    };
    const row = await work.tx.estate.create({ data }).catch((error: unknown) => taken(error, estate));
    return toEstate(row);
  }

  async changeEstate(
    work: Work,
    id: string,
    etag: string,
    change: Partial<Pick<Estate, 'name' | 'zone' | 'address' | 'week' | 'daysOff' | 'daysWorked'>>,
  ): Promise<Estate> {
    const key = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    await work.tx
      .$queryRaw`SELECT 1 FROM estate WHERE tenant_id = anju_tenant() AND id = ${id}::uuid FOR UPDATE`;
    const before = await work.tx.estate.findUnique({ where: key });
    if (!before) throw new DomainError('not_found', 'not_found');
    checkEtag(etag, String(before.version));
    const { week, daysOff, daysWorked, ...rest } = change;
    const data = {
      ...rest,
      ...(week ? { week: [...week] as object[] } : {}),
      ...(daysOff ? { daysOff: [...daysOff] } : {}),
      ...(daysWorked ? { daysWorked: [...daysWorked] } : {}),
      version: before.version + 1,
    };
    const row = await work.tx.estate
      .update({ where: key, data })
      .catch((error: unknown) => taken(error, { ...before, ...rest }));
    return toEstate(row);
  }

  async estates(work: Work, size: number, token: string): Promise<{ estates: Estate[]; next: string }> {
    const [after] = (decodePage(token, 'estates') ?? ['']) as [string];
    const limit = pageSize(size);
    const { tenantId } = work.actor;
    const rows = await work.tx.estate.findMany({
      where: { tenantId, code: { gt: after } },
      orderBy: { code: 'asc' },
      take: limit + 1,
    });
    const estates = rows.slice(0, limit).map(toEstate);
    return { estates, next: rows.length > limit ? encodePage([estates.at(-1)?.code], 'estates') : '' };
  }

  async addDepartment(work: Work, name: string): Promise<{ id: string; name: string }> {
    const data = { tenantId: work.actor.tenantId, id: newId(), name };
    return work.tx.department.create({ data }).catch((error: unknown) => taken(error, { name, code: '' }));
  }

  async departments(work: Work): Promise<{ id: string; name: string }[]> {
    return work.tx.department.findMany({
      where: { tenantId: work.actor.tenantId },
      orderBy: { name: 'asc' },
    });
  }
}
