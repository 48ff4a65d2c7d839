import { httpClient, HttpProblem } from '@anju/contracts';
import { DirectoryService } from '@anju/contracts/directory';
import { IdentityService } from '@anju/contracts/identity';
import { LeadershipService } from '@anju/contracts/leadership';
import { TicketingService } from '@anju/contracts/ticketing';
import { createHash } from 'node:crypto';
import { pause } from '../progress.ts';
import { signIn } from '../stack/sign-in.ts';

/** Somebody signed in to the running stack; tokens end after ten minutes and are fetched anew. */
export class Caller {
  readonly url: string;
  readonly #login: string;
  readonly #password: string;
  #token: Promise<string> | undefined;
  #until = 0;

  constructor(url: string, login: string, password: string) {
    this.url = url;
    this.#login = login;
    this.#password = password;
  }

  token = (): Promise<string> => {
    if (!this.#token || Date.now() > this.#until) {
      this.#until = Date.now() + 8 * 60_000;
      this.#token = signIn(this.url, this.#login, this.#password);
    }
    return this.#token;
  };

  get #options() {
    return { baseUrl: this.url, token: this.token };
  }

  get directory() {
    return httpClient(DirectoryService, this.#options);
  }

  get identity() {
    return httpClient(IdentityService, this.#options);
  }

  get ticketing() {
    return httpClient(TicketingService, this.#options);
  }

  get leadership() {
    return httpClient(LeadershipService, this.#options);
  }
}

/** The same step of the same story has the same key, so that a load that was cut can be run again. */
export const keyOf = (...parts: readonly (string | number)[]): string =>
  `demo-${createHash('sha256').update(parts.join('/')).digest('base64url').slice(0, 24)}`;

/** Other services hear of it a moment later: asks again while the answer is "not yet". */
export async function soon<T>(ask: () => Promise<T>, notYet: (error: HttpProblem) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries > 300 || !(error instanceof HttpProblem) || !notYet(error)) throw error;
      await pause(50);
    }
  }
}
