import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which the clocks of a zone keep one offset from UTC; all in milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

// Finding a change of clocks costs a millisecond, and a process sees few zones and few years of each.
const stretches = new Map<string, Stretch[]>();

export function stretchAt(zone: string, at: number): Stretch {
  const known = stretches.get(zone) ?? [];
  const found = known.find(({ from, until }) => from <= at && at < until);
  if (found) return found;
  const stretch = lookUp(zone, at);
  stretches.set(zone, [...known, stretch]);
  return stretch;
}

function lookUp(zone: string, at: number): Stretch {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // "Previous" excludes the instant it starts from, which may itself be the change.
  const since = here.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  return {
    from: since?.epochMilliseconds ?? -Infinity,
    until: next?.epochMilliseconds ?? Infinity,
    offset: here.offsetNanoseconds / 1e6,
  };
}

/** Whether this is the name of a zone; a bare offset such as +08:00 is not, since it knows no summer time. */
export function isZone(name: string): boolean {
  if (stretches.has(name)) return true;
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== '';
  } catch {
    return false;
  }
}
