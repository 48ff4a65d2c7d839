import type { Clock } from '@anju/kernel';
import { CLOCK } from '@anju/platform';
import { Database } from '@anju/tenancy';
import { hash, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { isLockedOut, mostTries } from '../domain/lock-out.js';
import { type Account, AccountStore } from '../store/account.store.js';
import type { IdentityDatabase } from '../store/database.js';
import { SecretBox } from '../store/secret-box.js';
import { countTry, forgetTries } from '../store/tries.js';

/** OWASP's first choice for argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

export const isPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password);

export type Outcome = { readonly account: Account } | { readonly refused: 'wrong' | 'locked_out' };

/** A name and a password against an account; unknown names cost and answer the same as wrong passwords. */
@Injectable()
export class SignIn {
  readonly #nobody = hashPassword('nobody has this password');
  readonly #database: IdentityDatabase;

  constructor(
    private readonly accounts: AccountStore,
    private readonly box: SecretBox,
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#database = database as unknown as IdentityDatabase;
  }

  async run(login: string, password: string, address: string): Promise<Outcome> {
    const now = this.clock.now();
    const byLogin = this.box.hash(`login ${login.trim().toLowerCase()}`);
    const byAddress = this.box.hash(`address ${address}`);
    const shut = isLockedOut(await countTry(this.#database, byLogin, now));
    // An address may be a whole company's: it gets ten times as many tries.
    const crowded = isLockedOut(await countTry(this.#database, byAddress, now), 10 * mostTries);
    if (shut || crowded) return { refused: 'locked_out' };
    const account = await this.#account(login);
    const right = await isPassword(account?.passwordHash ?? (await this.#nobody), password);
    if (!account || !right || account.locked) return { refused: 'wrong' };
    await forgetTries(this.#database, byLogin, byAddress);
    return { account };
  }

  async #account(login: string): Promise<Account | undefined> {
    const place = await this.accounts.placeOfLogin(this.#database, login);
    return place && this.accounts.at(this.#database, place);
  }
}
