import { newId } from '@anju/kernel';
import { SETTINGS } from '@anju/platform';
import { Database, PLATFORM_TENANT } from '@anju/tenancy';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentitySettings } from '../settings.js';
import { AccountStore } from '../store/account.store.js';
import type { IdentityDatabase } from '../store/database.js';
import { hashPassword, isPassword } from './sign-in.js';

/** The host's own account, from the settings; a changed password takes effect at the next start. */
@Injectable()
export class OperatorAccount {
  readonly #database: IdentityDatabase;

  constructor(
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
    private readonly accounts: AccountStore,
    database: Database,
  ) {
    this.#database = database as unknown as IdentityDatabase;
  }

  async ensure(): Promise<void> {
    const { OPERATOR_LOGIN: login, OPERATOR_PASSWORD: password } = this.settings;
    const place = await this.accounts.placeOfLogin(this.#database, login);
    const account = place && (await this.accounts.at(this.#database, place));
    if (account && (await isPassword(account.passwordHash, password))) return;
    const passwordHash = await hashPassword(password);
    await this.#database.as(PLATFORM_TENANT, async (work) => {
      if (account) return void (await this.accounts.change(work, account.id, '', { passwordHash }));
      const id = newId();
      await this.accounts.takeLogin(work, login, { tenantId: PLATFORM_TENANT, id });
      const own = {
        tenantId: PLATFORM_TENANT,
        id,
        kind: 'operator',
        subjectId: '',
        login,
        passwordHash,
      } as const;
      await this.accounts.add(work, { ...own, locked: false, createdAt: work.now, version: 1 });
    });
  }
}
