import { DomainError, newId } from '@anju/kernel';
import { checkEtag, decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Prisma } from '../generated/prisma/client.js';
import { maskEmail, maskPhone } from '../domain/masking.js';
import { plainPhone } from '../domain/phone.js';
import type { Work } from './database.js';
import type { Shown } from './person.store.js';
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

/** Whether two posts reach the same estates. */
export const sameReach = (a: Pick<HeldPost, 'estateIds'>, b: Pick<HeldPost, 'estateIds'>): boolean =>
  [...new Set(a.estateIds)].sort().join() === [...new Set(b.estateIds)].sort().join();

const view = (row: Row, keys: TenantKeys, shown: Shown): StaffView => ({
  id: row.id,
  name: keys.open(row.nameSealed),
  phone: shown === 'in full' ? keys.open(row.phoneSealed) : maskPhone(keys.open(row.phoneSealed)),
  email: shown === 'in full' ? keys.open(row.emailSealed) : maskEmail(keys.open(row.emailSealed)),
  departmentId: row.departmentId ?? '',
  posts: row.posts,
  version: row.version,
});

@Injectable()
export class StaffStore {
  constructor(private readonly vault: Vault) {}

  async add(work: Work, tenantId: string, staff: NewStaff): Promise<string> {
    const keys = await this.vault.keys(work, tenantId);
    const sealed = {
      nameSealed: keys.seal(staff.name.trim()),
      phoneSealed: keys.seal(plainPhone(staff.phone)),
      emailSealed: keys.seal(staff.email),
    };
    const departmentId = staff.departmentId || null;
    const data = { tenantId, id: newId(), ...sealed, departmentId, createdAt: work.now, version: 1 };
    await work.tx.staff.create({ data });
    return data.id;
  }

  async find(work: Work, id: string, shown: Shown = 'masked'): Promise<StaffView | undefined> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    const row = await work.tx.staff.findUnique({ where, include: withPosts });
    return row ? view(row, await this.vault.keys(work), shown) : undefined;
  }

  async get(work: Work, id: string): Promise<StaffView> {
    const staff = await this.find(work, id);
    if (!staff) throw new DomainError('not_found', 'not_found');
    return staff;
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
      estateIds: [...new Set(post.estateIds)],
      fromAt: work.now,
    };
    await work.tx.postAssignment.create({ data });
  }

  async endPost(work: Work, assignmentId: string): Promise<void> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id: assignmentId } };
    await work.tx.postAssignment.update({ where, data: { toAt: work.now } });
  }

  /** Assignments of the post that stand. They are locked: two that end at once must not both count on the other. */
  async lockHolders(work: Work, post: number): Promise<string[]> {
    const rows = await work.tx.$queryRaw<{ id: string }[]>`
      SELECT id::text AS id FROM post_assignment
      WHERE tenant_id = anju_tenant() AND post = ${post} AND to_at IS NULL ORDER BY post_assignment.id FOR UPDATE`;
    return rows.map((row) => row.id);
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
    const staff = rows.slice(0, limit).map((row) => view(row, keys, 'masked'));
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
