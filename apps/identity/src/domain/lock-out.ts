/** Tries since a moment. */
export interface Tries {
  readonly count: number;
  readonly since: Date;
}

export const mostTries = 10;
export const windowMs = 15 * 60_000;

/** One more try; the quarter of an hour begins with the first. */
export const oneMore = (tries: Tries | undefined, now: Date): Tries =>
  !tries || now.getTime() - tries.since.getTime() >= windowMs
    ? { count: 1, since: now }
    : { count: tries.count + 1, since: tries.since };

/** Ten tries without success close the door for the rest of a quarter of an hour; this one counts. */
export const isLockedOut = ({ count }: Tries, most = mostTries): boolean => count > most;
