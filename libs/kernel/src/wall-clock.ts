import { DAY } from './calendar.js';
import { stretchAt } from './zone.js';

/** What the clock on the wall of a zone shows at a moment, as the UTC fields of a date. */
export const wallClock = (zone: string, at: Date): Date =>
  new Date(at.getTime() + stretchAt(zone, at.getTime()).offset);

/**
 * The moment at which the clock on the wall shows this. An hour that comes twice is the first of the two; one that
 * a change of clocks leaves out is reckoned as if the change had not come yet.
 */
export function atWallClock(zone: string, shown: Date): Date {
  const local = shown.getTime();
  const [before, after] = [local - DAY, local + DAY].map((at) => stretchAt(zone, at).offset);
  const found = [before, after].find(
    (offset) => offset !== undefined && stretchAt(zone, local - offset).offset === offset,
  );
  return new Date(local - (found ?? before ?? 0));
}
