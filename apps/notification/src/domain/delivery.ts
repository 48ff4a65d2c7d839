/** Waits after failed tries in milliseconds; the last one is repeated. */
export const waits = [2_000, 10_000, 60_000, 300_000, 900_000, 3_600_000] as const;

/** About a day in all: a mail server or a neighbour that is down for a night loses nothing. */
export const tries = 30;

/** Trouble that passes or stays, by a stable name; never an address or a word of the notice. */
export class Undeliverable extends Error {
  constructor(
    readonly reason: string,
    readonly lasting: boolean,
  ) {
    super(reason);
  }
}

export type Next = { readonly state: 'queued'; readonly dueAt: Date } | { readonly state: 'failed' };

/** What becomes of a delivery whose try failed; trouble that will not pass is not tried again. */
export function afterFailure(attempts: number, lasting: boolean, now: Date): Next {
  if (lasting || attempts >= tries) return { state: 'failed' };
  const wait = waits[Math.min(attempts, waits.length) - 1] ?? waits[0];
  return { state: 'queued', dueAt: new Date(now.getTime() + wait) };
}

/** Exactly one mailbox: a separator or a control character would let a register's cell name further recipients. */
export const isMailbox = (address: string): boolean =>
  /^[^\s@,;:<>()[\]"\\\p{Cc}]+@[^\s@,;:<>()[\]"\\\p{Cc}]+$/u.test(address);

/** A mail's subject is one line. */
export const oneLine = (title: string): string => title.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
