import { DomainError, newId } from '@anju/kernel';
import { checkEtag, decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Prisma } from '../generated/prisma/client.js';
import { maskEmail, maskPhone } from '../domain/masking.js';
import type { Work } from './database.js';
import { type TenantKeys, Vault } from './vault.js';

const withPosts = { posts: { where: { toAt: null }, orderBy: { id: 'asc' } } } as const;
type Row = Prisma.StaffGetPayload<{ include: typeof withPosts }>;

export interface HeldPost {
  readonly id: string;
  readonly post: number;
  /** Every estate when empty. */
  readonly estateIds: readonly string[];
  readonly fromAt: Date;
}

export interface StaffView {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly departmentId: string;
  readonly posts: readonly HeldPost[];
  readonly version: number;
}

export interface NewStaff {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly departmentId: string;
}

const view = (row: Row, keys: TenantKeys, masked = true): StaffView => ({
  id: row.id,
  name: keys.open(row.nameSealed),
  phone: masked ? maskPhone(keys.open(row.phoneSealed)) : keys.open(row.phoneSealed),
  email: masked ? maskEmail(keys.open(row.emailSealed)) : keys.open(row.emailSealed),
  departmentId: row.departmentId ?? '',
  posts: row.posts,
  version: row.version,
});

@Injectable()
export class StaffStore {
  constructor(private readonly vault: Vault) {}

  async add(work: Work, tenantId: string, staff: NewStaff): Promise<StaffView> {
    const keys = await this.vault.keys(work, tenantId);
    const sealed = {
      nameSealed: keys.seal(staff.name),
      phoneSealed: keys.seal(staff.phone),
      emailSealed: keys.seal(staff.email),
    };
    const departmentId = staff.departmentId || null;
    const data = { tenantId, id: newId(), ...sealed, departmentId, createdAt: work.now, version: 1 };
    return view({ ...(await work.tx.staff.create({ data })), posts: [] }, keys);
  }

  async get(work: Work, id: string, masked = true): Promise<StaffView> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    const row = await work.tx.staff.findUnique({ where, include: withPosts });
    if (!row) throw new DomainError('not_found', 'not_found');
    return view(row, await this.vault.keys(work), masked);
  }

  /** Locks the member of staff for a change of posts and checks the version it is made on. */
  async lock(work: Work, id: string, etag: string): Promise<StaffView> {
    await work.tx
      .$queryRaw`SELECT 1 FROM staff WHERE tenant_id = anju_tenant() AND id = ${id}::uuid FOR UPDATE`;
    const staff = await this.get(work, id);
    checkEtag(etag, String(staff.version));
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    await work.tx.staff.update({ where, data: { version: staff.version + 1 } });
    return staff;
  }

  async givePost(
    work: Work,
    tenantId: string,
    staffId: string,
    post: { post: number; estateIds: readonly string[] },
  ): Promise<void> {
    const data = {
      tenantId,
      id: newId(),
      staffId,
      post: post.post,
      estateIds: [...post.estateIds],
      fromAt: work.now,
    };
    await work.tx.postAssignment.create({ data });
  }

  async endPost(work: Work, assignmentId: string): Promise<void> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id: assignmentId } };
    await work.tx.postAssignment.update({ where, data: { toAt: work.now } });
  }

  /** How many members of staff hold the post now. */
  async holders(work: Work, post: number): Promise<number> {
    const rows = await work.tx.postAssignment.findMany({
      where: { tenantId: work.actor.tenantId, post, toAt: null },
      distinct: ['staffId'],
      select: { staffId: true },
    });
    return rows.length;
  }

  async list(work: Work, asked: { post: number; estateId: string }, size: number, token: string) {
    const [after] = (decodePage(token, asked) ?? ['00000000-0000-0000-0000-000000000000']) as [string];
    const limit = pageSize(size);
    const held: Prisma.PostAssignmentWhereInput = {
      toAt: null,
      ...(asked.post ? { post: asked.post } : {}),
      ...(asked.estateId
        ? { OR: [{ estateIds: { isEmpty: true } }, { estateIds: { has: asked.estateId } }] }
        : {}),
    };
    const rows = await work.tx.staff.findMany({
      where: {
        tenantId: work.actor.tenantId,
        id: { gt: after },
        ...(asked.post || asked.estateId ? { posts: { some: held } } : {}),
      },
      orderBy: { id: 'asc' },
      take: limit + 1,
      include: withPosts,
    });
    const keys = await this.vault.keys(work);
    const staff = rows.slice(0, limit).map((row) => view(row, keys));
    return { staff, next: rows.length > limit ? encodePage([staff.at(-1)?.id], asked) : '' };
  }

  /** Refuses estates and departments that are not the company's. */
  async requireEstates(work: Work, estateIds: readonly string[], field: string): Promise<void> {
    const wanted = [...new Set(estateIds)];
    const found = await work.tx.estate.count({
      where: { tenantId: work.actor.tenantId, id: { in: wanted } },
    });
    if (found !== wanted.length)
      throw new DomainError('directory.estate_unknown', 'invalid', {}, [{ field, rule: 'known' }]);
  }

  async requireDepartment(work: Work, id: string): Promise<void> {
    if (id === '') return;
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    if (!(await work.tx.department.findUnique({ where }))) {
      throw new DomainError('directory.department_unknown', 'invalid', {}, [
        { field: 'departmentId', rule: 'known' },
      ]);
    }
  }
}
