import {
  atWallClock,
  type BusinessCalendar,
  DomainError,
  wallClock,
  workingMinutesBetween,
} from '@anju/kernel';

export const groupings = ['none', 'estate', 'category', 'kind', 'staff', 'day', 'week', 'month'] as const;
export type Grouping = (typeof groupings)[number];
export type TimeGrouping = Extract<Grouping, 'day' | 'week' | 'month'>;

export const isByTime = (grouping: Grouping): grouping is TimeGrouping =>
  grouping === 'day' || grouping === 'week' || grouping === 'month';

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const day = 86_400_000;
const mostDays = 366;
const usualDays = 30;

/** What was asked for, or the last thirty days. */
export function periodOf(from: Date | undefined, to: Date | undefined, now: Date): Period {
  const end = to ?? now;
  const period = { from: from ?? new Date(end.getTime() - usualDays * day), to: end };
  const length = period.to.getTime() - period.from.getTime();
  if (length > 0 && length <= mostDays * day) return period;
  throw new DomainError('ticketing.figures_period', 'invalid', { limit: String(mostDays) }, [
    { field: from ? 'fromTime' : 'toTime', rule: 'period' },
  ]);
}

/** Whether what is under way now belongs to the period. */
export const reachesNow = ({ from, to }: Period, now: Date): boolean => from <= now && now <= to;

export interface Buckets {
  /** When each begins. */
  readonly starts: readonly Date[];
  /** Its first day, as the calendar on the wall says. */
  readonly labels: readonly string[];
}

/** Midnight of the bucket's first day, as the UTC fields of a date. */
function firstDay(unit: TimeGrouping, shown: Date): Date {
  const [year, month, date] = [shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate()];
  if (unit === 'month') return new Date(Date.UTC(year, month, 1));
  const sinceMonday = unit === 'week' ? (shown.getUTCDay() + 6) % 7 : 0;
  return new Date(Date.UTC(year, month, date - sinceMonday));
}

const longest = { day: 1, week: 7, month: 31 };

/** Days, weeks from Monday, or months of a zone that have part in the period. */
export function bucketsOf(unit: TimeGrouping, zone: string, { from, to }: Period): Buckets {
  const days: Date[] = [];
  let first = firstDay(unit, wallClock(zone, from));
  while (atWallClock(zone, first) < to) {
    days.push(first);
    first = firstDay(unit, new Date(first.getTime() + longest[unit] * day));
  }
  return {
    starts: days.map((one) => atWallClock(zone, one)),
    labels: days.map((one) => one.toISOString().slice(0, 10)),
  };
}

/** How many stays under way have lasted how many working minutes, until now. */
export function lasting(
  calendar: BusinessCalendar,
  since: readonly Date[],
  now: Date,
): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  for (const one of since) {
    const minutes = workingMinutesBetween(calendar, one, now);
    lengths.set(minutes, (lengths.get(minutes) ?? 0) + 1);
  }
  return lengths;
}
