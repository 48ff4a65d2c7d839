import {
  AccountChangedSchema,
  AccountKind,
  type ChangePasswordRequest,
  type CreateAccountRequest,
  type UpdateAccountRequest,
} from '@anju/contracts/identity';
import { DomainError, newId } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { checkPassword } from '../domain/password.js';
import { type Account, AccountStore } from '../store/account.store.js';
import type { Work } from '../store/database.js';
import { endSignIns } from '../store/issuer.store.js';
import { hashPassword, isPassword } from './sign-in.js';

/** Accounts of a company's people. */
@Injectable()
export class Accounts {
  constructor(private readonly accounts: AccountStore) {}

  /** An administrator opens accounts in the own company, an operator a new company's first one. */
  async create(work: Work, request: CreateAccountRequest): Promise<Account> {
    const byOperator = work.actor.kind === 'operator';
    if (byOperator !== (request.tenantId !== '')) {
      throw new DomainError('identity.tenant_field', 'invalid', {}, [
        { field: 'tenantId', rule: byOperator ? 'required' : 'absent' },
      ]);
    }
    checkPassword(request.password, request.login);
    const tenantId = byOperator ? request.tenantId : work.actor.tenantId;
    const account: Account = {
      ...{ tenantId, id: newId(), kind: request.kind === AccountKind.RESIDENT ? 'resident' : 'staff' },
      ...{
        subjectId: request.subjectId,
        login: request.login,
        passwordHash: await hashPassword(request.password),
      },
      ...{ locked: false, createdAt: work.now, version: 1 },
    };
    await work.inPlatform(() => this.accounts.takeLogin(work, account.login, account));
    if (byOperator) await this.#enterNew(work, tenantId);
    await this.accounts.add(work, account);
    this.#tell(work, account);
    return account;
  }

  /** Locking and a new password end every sign-in the account has. */
  async update(work: Work, request: UpdateAccountRequest): Promise<Account> {
    const { id, etag, locked, password } = request;
    const before = await this.accounts.get(work, id);
    if (password !== undefined) checkPassword(password, before.login);
    const changed = await this.accounts.change(work, id, etag, {
      ...(locked === undefined ? {} : { locked }),
      ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
    });
    this.#tell(work, changed);
    await this.#endSignIns(work, changed);
    return changed;
  }

  async changePassword(work: Work, request: ChangePasswordRequest): Promise<void> {
    const account = await this.accounts.get(work, work.actor.accountId);
    if (!(await isPassword(account.passwordHash, request.oldPassword))) {
      throw new DomainError('identity.password_wrong', 'invalid', {}, [
        { field: 'oldPassword', rule: 'right' },
      ]);
    }
    checkPassword(request.newPassword, account.login, 'newPassword');
    const changed = await this.accounts.change(work, account.id, '', {
      passwordHash: await hashPassword(request.newPassword),
    });
    this.#tell(work, changed);
    await this.#endSignIns(work, changed);
  }

  /** The host sees no company's data, so it opens no second door to one. */
  async #enterNew(work: Work, tenantId: string): Promise<void> {
    await work.enter(tenantId);
    if (await this.accounts.hasAny(work, tenantId)) throw new DomainError('identity.not_first', 'conflict');
  }

  async #endSignIns(work: Work, account: Account): Promise<void> {
    await work.inPlatform(() => endSignIns(work, account.id));
  }

  #tell(work: Work, { id: accountId, subjectId, locked }: Account): void {
    work.tell(AccountChangedSchema, { accountId, subjectId, locked }, { subject: accountId });
  }
}
