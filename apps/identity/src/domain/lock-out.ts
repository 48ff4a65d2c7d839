/** Failed tries since a moment. */
export interface Failures {
  readonly count: number;
  readonly since: Date;
}

export const mostTries = 10;
export const windowMs = 15 * 60_000;

/** Ten failed tries close the door for the rest of a quarter of an hour. */
export const isLockedOut = (failures: Failures | undefined, now: Date): boolean =>
  failures !== undefined &&
  failures.count >= mostTries &&
  now.getTime() - failures.since.getTime() < windowMs;

/** One more failed try; the quarter of an hour begins with the first. */
export function fail(failures: Failures | undefined, now: Date): Failures {
  const old = !failures || now.getTime() - failures.since.getTime() >= windowMs;
  return old ? { count: 1, since: now } : { count: failures.count + 1, since: failures.since };
}
