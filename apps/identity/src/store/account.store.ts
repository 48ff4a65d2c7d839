import { DomainError } from '@anju/kernel';
import { checkEtag, decodePage, encodePage, pageSize, PLATFORM_TENANT } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { IdentityDatabase, Work } from './database.js';
import { SecretBox } from './secret-box.js';

export interface Account {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: 'staff' | 'resident' | 'operator';
  readonly subjectId: string;
  readonly login: string;
  readonly passwordHash: string;
  readonly locked: boolean;
  readonly createdAt: Date;
  readonly version: number;
}

interface Row extends Omit<Account, 'kind' | 'subjectId'> {
  readonly kind: string;
  readonly subjectId: string | null;
}

export interface Place {
  readonly tenantId: string;
  readonly id: string;
}

interface PlaceRow {
  account_tenant_id: string;
  account_id: string;
}

const place = (rows: PlaceRow[]): Place | undefined =>
  rows[0] && { tenantId: rows[0].account_tenant_id, id: rows[0].account_id };

@Injectable()
export class AccountStore {
  constructor(private readonly box: SecretBox) {}

  /** Adds an account in the work's company and its login in the installation. */
  async add(work: Work, account: Account): Promise<void> {
    const { subjectId, login, ...row } = account;
    const sealed = this.box.seal(login, `login ${account.id}`);
    await work.tx.account.create({ data: { ...row, subjectId: subjectId || null, login: sealed } });
  }

  /** Takes the login for the account; the work must be in the platform's own rows. */
  async takeLogin(work: Work, login: string, account: Place): Promise<void> {
    const taken = await work.tx.$executeRaw`
      INSERT INTO login (tenant_id, login_hash, account_tenant_id, account_id)
      VALUES (anju_tenant(), ${this.#loginHash(login)}, ${account.tenantId}::uuid, ${account.id}::uuid) ON CONFLICT DO NOTHING`;
    if (taken === 0)
      throw new DomainError('identity.login_taken', 'conflict', {}, [{ field: 'login', rule: 'unique' }]);
  }

  /** Where the account of a login is, before its company is known. */
  async placeOfLogin(database: IdentityDatabase, login: string): Promise<Place | undefined> {
    const hash = this.#loginHash(login);
    const find = (work: Work) => work.tx.$queryRaw<PlaceRow[]>`
      SELECT account_tenant_id::text, account_id::text FROM login WHERE tenant_id = anju_tenant() AND login_hash = ${hash}`;
    return place(await database.as(PLATFORM_TENANT, find));
  }

  async find(database: IdentityDatabase, accountId: string): Promise<Account | undefined> {
    const find = (work: Work) => work.tx.$queryRaw<PlaceRow[]>`
      SELECT account_tenant_id::text, account_id::text FROM login
      WHERE tenant_id = anju_tenant() AND account_id = ${accountId}::uuid`;
    const found = place(await database.as(PLATFORM_TENANT, find));
    return found && this.at(database, found);
  }

  async at(database: IdentityDatabase, { tenantId, id }: Place): Promise<Account | undefined> {
    const row = await database.as(tenantId, (work) =>
      work.tx.account.findUnique({ where: { tenantId_id: { tenantId, id } } }),
    );
    return row ? this.#toAccount(row) : undefined;
  }

  async hasAny(work: Work, tenantId: string): Promise<boolean> {
    return (await work.tx.account.findFirst({ where: { tenantId }, select: { id: true } })) !== null;
  }

  async get(work: Work, id: string): Promise<Account> {
    const { tenantId } = work.actor;
    const row = await work.tx.account.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (!row) throw new DomainError('not_found', 'not_found');
    return this.#toAccount(row);
  }

  async change(
    work: Work,
    id: string,
    etag: string,
    data: { locked?: boolean; passwordHash?: string },
  ): Promise<Account> {
    const before = await this.get(work, id);
    checkEtag(etag, String(before.version));
    const { tenantId, version } = before;
    const where = { tenantId_id: { tenantId, id }, version };
    const { count } = await work.tx.account.updateMany({
      where: { tenantId, id, version: where.version },
      data: { ...data, version: version + 1 },
    });
    if (count === 0) throw new DomainError('stale', 'stale');
    return { ...before, ...data, version: version + 1 };
  }

  /** Oldest first. */
  async list(work: Work, size: number, token: string): Promise<{ accounts: Account[]; next: string }> {
    const [time, id] = (decodePage(token, 'accounts') ?? ['1970-01-01T00:00:00Z', PLATFORM_TENANT]) as [
      string,
      string,
    ];
    const limit = pageSize(size);
    const at = new Date(time);
    if (Number.isNaN(at.getTime()))
      throw new DomainError('page_token', 'invalid', {}, [{ field: 'pageToken', rule: 'page_token' }]);
    const rows = await work.tx.account.findMany({
      where: {
        tenantId: work.actor.tenantId,
        OR: [{ createdAt: { gt: at } }, { createdAt: at, id: { gt: id } }],
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: limit + 1,
    });
    const accounts = rows.slice(0, limit).map((row) => this.#toAccount(row));
    const last = accounts.at(-1);
    return {
      accounts,
      next: rows.length > limit && last ? encodePage([last.createdAt, last.id], 'accounts') : '',
    };
  }

  #toAccount(row: Row): Account {
    const login = this.box.open(row.login, `login ${row.id}`);
    return { ...row, kind: row.kind as Account['kind'], subjectId: row.subjectId ?? '', login };
  }

  #loginHash(login: string): string {
    return this.box.hash(`login ${login.trim().toLowerCase()}`);
  }
}
