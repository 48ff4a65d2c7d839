import { DomainError, type Violation } from './errors.js';
import { isZone } from './zone.js';

/** ISO weekday: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A stretch of the working day, `HH:MM` on the wall clock; `to` may be 24:00. A night shift is two frames. */
export interface Frame {
  readonly from: string;
  readonly to: string;
}

/** The frames of each weekday; a weekday without frames is a day off. */
export type Week = Readonly<Partial<Record<Weekday, readonly Frame[]>>>;

/** When a desk works. Plain data, so that it can be stored with the policy version that used it. */
export interface BusinessCalendar {
  /** IANA name, as in Asia/Shanghai. */
  readonly zone: string;
  readonly week: Week;
  /** Days off, YYYY-MM-DD. */
  readonly holidays: readonly string[];
  /** Days worked in exchange for a holiday (调休), YYYY-MM-DD. */
  readonly workdays: readonly string[];
  /** The weekday whose frames the swapped working days follow; Monday unless said otherwise. */
  readonly workdaysFollow?: Weekday;
}

const wholeDay: readonly Frame[] = [{ from: '00:00', to: '24:00' }];

/** Day and night, for emergencies. */
export const always: BusinessCalendar = {
  zone: 'UTC',
  week: { 1: wholeDay, 2: wholeDay, 3: wholeDay, 4: wholeDay, 5: wholeDay, 6: wholeDay, 7: wholeDay },
  holidays: [],
  workdays: [],
};

export const DAY = 86_400_000;
export const MINUTE = 60_000;

/** Milliseconds since midnight; NaN where the text is no time of day. */
export function timeOfDay(text: string): number {
  if (!/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text)) return NaN;
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE;
}

/** Days since 1970-01-01; NaN where the text is no date. */
export function dayNumber(date: string): number {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(date)) return NaN;
  const day = Number(date.slice(8));
  const midnight = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, day);
  // February 30th would become March 2nd, and a 13th month next January.
  const back = new Date(midnight);
  const real = back.getUTCDate() === day && back.getUTCMonth() + 1 === Number(date.slice(5, 7));
  return real ? midnight / DAY : NaN;
}

/** Refuses a calendar that cannot be reckoned with, naming every field at fault and the rule it breaks. */
export function checkCalendar(calendar: BusinessCalendar): void {
  const violations = [
    ...(isZone(calendar.zone) ? [] : [{ field: 'zone', rule: 'zone' }]),
    ...Object.entries(calendar.week).flatMap(([day, frames]) => checkDay(`week.${day}`, day, frames)),
    ...checkDates('holidays', calendar.holidays),
    ...checkDates('workdays', calendar.workdays),
    ...checkSwaps(calendar),
  ];
  if (violations.length > 0) throw new DomainError('calendar.invalid', 'invalid', {}, violations);
}

const isWeekday = (day: string) => /^[1-7]$/.test(day);

function checkDay(field: string, day: string, frames: readonly Frame[]): Violation[] {
  if (!isWeekday(day)) return [{ field, rule: 'weekday' }];
  const violations: Violation[] = [];
  const sound: { field: string; from: number; to: number }[] = [];
  frames.forEach((frame, i) => {
    const at = `${field}[${String(i)}]`;
    const from = timeOfDay(frame.from);
    const to = timeOfDay(frame.to);
    if (Number.isNaN(from)) violations.push({ field: `${at}.from`, rule: 'time' });
    if (Number.isNaN(to)) violations.push({ field: `${at}.to`, rule: 'time' });
    if (from >= to) violations.push({ field: at, rule: 'order' });
    if (from < to) sound.push({ field: at, from, to });
  });
  return [...violations, ...overlaps(sound)];
}

function overlaps(frames: { field: string; from: number; to: number }[]): Violation[] {
  let end = 0;
  return frames
    .sort((a, b) => a.from - b.from)
    .flatMap(({ field, from, to }) => {
      const overlapping = from < end;
      end = Math.max(end, to);
      return overlapping ? [{ field, rule: 'overlap' }] : [];
    });
}

function checkDates(field: string, dates: readonly string[]): Violation[] {
  return dates.flatMap((date, i) =>
    Number.isNaN(dayNumber(date)) ? [{ field: `${field}[${String(i)}]`, rule: 'date' }] : [],
  );
}

function checkSwaps({ holidays, workdays, workdaysFollow = 1 }: BusinessCalendar): Violation[] {
  const off = new Set(holidays);
  const both = workdays.flatMap((date, i) =>
    off.has(date) ? [{ field: `workdays[${String(i)}]`, rule: 'also_holiday' }] : [],
  );
  return isWeekday(String(workdaysFollow)) ? both : [...both, { field: 'workdaysFollow', rule: 'weekday' }];
}
