/** Waits after failed tries in milliseconds; one try more than waits, then it is given up. */
export const waits = [2_000, 10_000, 60_000, 300_000] as const;

export type Next = { readonly state: 'queued'; readonly dueAt: Date } | { readonly state: 'failed' };

/** What becomes of a delivery whose try failed; trouble that will not pass is not tried again. */
export function afterFailure(attempts: number, lasting: boolean, now: Date): Next {
  const wait = waits[attempts - 1];
  return lasting || wait === undefined
    ? { state: 'failed' }
    : { state: 'queued', dueAt: new Date(now.getTime() + wait) };
}
