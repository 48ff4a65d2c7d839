import {
  type BusinessCalendar,
  type Frame,
  DAY,
  MINUTE,
  checkCalendar,
  dayNumber,
  timeOfDay,
} from './calendar.js';
import { DomainError } from './errors.js';
import { stretchAt } from './zone.js';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A calendar made ready for reckoning: days are numbers since 1970, frames are milliseconds of the day in order. */
interface Plan {
  readonly zone: string;
  readonly week: readonly (readonly Span[])[];
  readonly exceptions: ReadonlyMap<number, readonly Span[]>;
}

// No promise reaches this far; it bounds the search where working time is thin or absent.
const HORIZON_YEARS = 50;
const HORIZON = HORIZON_YEARS * 366 * DAY;

const plans = new WeakMap<BusinessCalendar, Plan>();

/** The earliest moment by which that much working time has passed since `from`. */
export function addWorkingTime(calendar: BusinessCalendar, from: Date, minutes: number): Date {
  if (!(minutes >= 0)) throw new RangeError(`working time to add must not be negative: ${String(minutes)}`);
  const start = instant(from);
  let left = minutes * MINUTE;
  if (left === 0) return new Date(start);
  for (const span of workingSpans(planOf(calendar), start, start + HORIZON)) {
    if (span.end - span.start >= left) return new Date(span.start + left);
    left -= span.end - span.start;
  }
  const code = left === minutes * MINUTE ? 'calendar.no_working_time' : 'calendar.beyond_horizon';
  throw new DomainError(code, 'invalid', { from: from.toISOString(), years: String(HORIZON_YEARS) });
}

/**
 * The latest moment from which that much working time lies before `until`: when work must begin to be done in time.
 * @throws calendar.no_working_time, calendar.beyond_horizon
 */
export function subtractWorkingTime(calendar: BusinessCalendar, until: Date, minutes: number): Date {
  if (!(minutes >= 0))
    throw new RangeError(`working time to subtract must not be negative: ${String(minutes)}`);
  const end = instant(until);
  let left = minutes * MINUTE;
  if (left === 0) return new Date(end);
  // Backwards in stretches, because a calendar is only walked forwards; one longer than any holiday is seldom needed.
  const reach = 32 * DAY;
  for (let stop = end; stop > end - HORIZON; stop -= reach) {
    const spans = [...workingSpans(planOf(calendar), stop - reach, stop)].reverse();
    for (const span of spans) {
      if (span.end - span.start >= left) return new Date(span.end - left);
      left -= span.end - span.start;
    }
  }
  const code = left === minutes * MINUTE ? 'calendar.no_working_time' : 'calendar.beyond_horizon';
  throw new DomainError(code, 'invalid', { until: until.toISOString(), years: String(HORIZON_YEARS) });
}

/** Whole working minutes from `a` to `b`, rounded down; none where `b` is not after `a`. */
export const workingMinutesBetween = (calendar: BusinessCalendar, a: Date, b: Date): number =>
  Math.floor(workingTimeBetween(calendar, a, b) / MINUTE);

/** Where a due time goes to when no work was expected from `paused` to `resumed`: later by the working time between. */
export const movedByPause = (calendar: BusinessCalendar, due: Date, paused: Date, resumed: Date): Date =>
  addWorkingTime(calendar, due, workingTimeBetween(calendar, paused, resumed) / MINUTE);

/** Milliseconds of working time from `a` to `b`. */
function workingTimeBetween(calendar: BusinessCalendar, a: Date, b: Date): number {
  const [start, end] = [instant(a), instant(b)];
  if (end - start > HORIZON) {
    throw new DomainError('calendar.beyond_horizon', 'invalid', {
      from: a.toISOString(),
      years: String(HORIZON_YEARS),
    });
  }
  let total = 0;
  for (const span of workingSpans(planOf(calendar), start, end)) total += span.end - span.start;
  return total;
}

/** A frame's first moment is working time, its last is not. */
export function isWorkingTime(calendar: BusinessCalendar, at: Date): boolean {
  const plan = planOf(calendar);
  const local = instant(at) + stretchAt(plan.zone, instant(at)).offset;
  const day = Math.floor(local / DAY);
  return framesOf(plan, day).some(({ start, end }) => start <= local - day * DAY && local - day * DAY < end);
}

/**
 * The working time of [from, until), in order. Within a stretch of constant offset the wall clock is plain
 * arithmetic; a frame that a change of clocks cuts is cut here too, and an hour that comes twice counts twice.
 */
function* workingSpans(plan: Plan, from: number, until: number): Generator<Span> {
  let at = from;
  while (at < until) {
    const stretch = stretchAt(plan.zone, at);
    const stop = Math.min(stretch.until, until);
    for (let day = Math.floor((at + stretch.offset) / DAY); day * DAY - stretch.offset < stop; day++) {
      const midnight = day * DAY - stretch.offset;
      for (const frame of framesOf(plan, day)) {
        const start = Math.max(midnight + frame.start, at);
        const end = Math.min(midnight + frame.end, stop);
        if (start < end) yield { start, end };
      }
    }
    at = stop;
  }
}

function framesOf(plan: Plan, day: number): readonly Span[] {
  // Day 0 was a Thursday, the fourth day of the week.
  return plan.exceptions.get(day) ?? plan.week[(((day + 3) % 7) + 7) % 7] ?? [];
}

function planOf(calendar: BusinessCalendar): Plan {
  const known = plans.get(calendar);
  if (known) return known;
  checkCalendar(calendar);
  const { zone, holidays, workdays, workdaysFollow = 1 } = calendar;
  const week = ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => spans(calendar.week[weekday] ?? []));
  const swapped = week[workdaysFollow - 1] ?? [];
  const plan: Plan = {
    zone,
    week,
    exceptions: new Map([...dated(holidays, []), ...dated(workdays, swapped)]),
  };
  plans.set(calendar, plan);
  return plan;
}

function spans(frames: readonly Frame[]): Span[] {
  return frames
    .map(({ from, to }) => ({ start: timeOfDay(from), end: timeOfDay(to) }))
    .sort((a, b) => a.start - b.start);
}

function dated(dates: readonly string[], frames: readonly Span[]): [number, readonly Span[]][] {
  return dates.map((date) => [dayNumber(date), frames]);
}

function instant(date: Date): number {
  const at = date.getTime();
  if (Number.isNaN(at)) throw new RangeError('not a date');
  return at;
}
