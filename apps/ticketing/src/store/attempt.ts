import { DomainError } from '@anju/kernel';
import type { Work } from './database.js';

/** The same unit of work, but what it tells waits until it is known to be kept. */
function withholding(work: Work): { inner: Work; keep: () => void } {
  const withheld: (() => void)[] = [];
  const { actor, tx, now, moved, heardTime, locale, trace } = work;
  const inner: Work = {
    ...{ actor, tx, now, moved, heardTime, locale, trace },
    tell: (...told) => void withheld.push(() => work.tell(...told)),
    enter: (tenantId) => work.enter(tenantId),
    inPlatform: (run) => work.inPlatform(run),
    atHome: (run) => work.atHome(run),
    afterCommit: (then) => void withheld.push(() => work.afterCommit(then)),
  };
  return { inner, keep: () => withheld.forEach((one) => one()) };
}

/**
 * Does one of many within their transaction: a broken rule undoes this one, with its events, and is answered; anything
 * else ends them all.
 */
export async function attempt<T>(work: Work, run: (work: Work) => Promise<T>): Promise<T | DomainError> {
  const { inner, keep } = withholding(work);
  await work.tx.$executeRaw`SAVEPOINT one_of_many`;
  try {
    const result = await run(inner);
    await work.tx.$executeRaw`RELEASE SAVEPOINT one_of_many`;
    keep();
    return result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await work.tx.$executeRaw`ROLLBACK TO SAVEPOINT one_of_many`;
    return error;
  }
}
