import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BusinessCalendar, Frame, Weekday } from './calendar.js';
import {
  addWorkingTime,
  isWorkingTime,
  movedByPause,
  subtractWorkingTime,
  workingMinutesBetween,
} from './working-time.js';

/** The slow and obvious model: look at the clock on the wall at every single minute. */
const MINUTE = 60_000;
const WINDOW = 5 * 24 * 60;
const walls = new Map<string, { date: string; time: string; weekday: Weekday }>();
const formats = new Map<string, Intl.DateTimeFormat>();

function wall(zone: string, at: number) {
  const key = `${zone} ${String(at)}`;
  const known = walls.get(key);
  if (known) return known;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, format);
  const [date = '', time = ''] = format.format(at).split(' ');
  const weekday = (new Date(date).getUTCDay() || 7) as Weekday;
  const seen = { date, time, weekday };
  walls.set(key, seen);
  return seen;
}

function works(calendar: BusinessCalendar, at: number): boolean {
  const { date, time, weekday } = wall(calendar.zone, at);
  if (calendar.holidays.includes(date)) return false;
  const follows = calendar.workdays.includes(date) ? (calendar.workdaysFollow ?? 1) : weekday;
  return (calendar.week[follows] ?? []).some(({ from, to }) => from <= time && time < to);
}

function countedMinutes(calendar: BusinessCalendar, from: number, until: number): number {
  let count = 0;
  for (let at = from; at < until; at += MINUTE) if (works(calendar, at)) count++;
  return count;
}

function countedEnd(calendar: BusinessCalendar, from: number, minutes: number): number {
  let at = from;
  for (let left = minutes; left > 0; at += MINUTE) if (works(calendar, at)) left--;
  return at;
}

function countedStart(calendar: BusinessCalendar, until: number, minutes: number): number {
  let at = until;
  for (let left = minutes; left > 0; at -= MINUTE) if (works(calendar, at - MINUTE)) left--;
  return at;
}

/** The same calendar, surely with some working time. */
const longer = (calendar: BusinessCalendar): BusinessCalendar => ({
  ...calendar,
  week: { ...calendar.week, 2: [{ from: '09:00', to: '17:00' }] },
});

// Each window holds a change of clocks: an hour, half an hour, at midnight; Shanghai has had none since 1991.
const windows = [
  ['Asia/Shanghai', '2026-02-12T00:00Z'],
  ['Europe/Berlin', '2026-03-27T00:00Z'],
  ['Europe/Berlin', '2026-10-23T00:00Z'],
  ['America/New_York', '2026-10-30T00:00Z'],
  ['Australia/Lord_Howe', '2026-10-02T00:00Z'],
  ['Australia/Lord_Howe', '2026-04-03T00:00Z'],
  ['America/Sao_Paulo', '2018-11-02T00:00Z'],
] as const;

const timeText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Up to three frames, from an even number of cuts through the day; many of them in the small hours. */
const frames: fc.Arbitrary<Frame[]> = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 240 })), {
    maxLength: 6,
  })
  .map((cuts) => {
    const sorted = [...cuts].sort((a, b) => a - b);
    const pairs = Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) =>
      sorted.slice(2 * i, 2 * i + 2),
    );
    return pairs.map(([from = 0, to = 0]) => ({ from: timeText(from), to: timeText(to) }));
  });

const weekday = fc.constantFrom<Weekday[]>(1, 2, 3, 4, 5, 6, 7);

const situation = fc.constantFrom(...windows).chain(([zone, first]) => {
  const start = Date.parse(first);
  const dates = Array.from({ length: 7 }, (_, i) => wall(zone, start + i * 1440 * MINUTE).date);
  return fc
    .record({
      week: fc.record({ 1: frames, 2: frames, 3: frames, 4: frames, 5: frames, 6: frames, 7: frames }),
      exceptions: fc.uniqueArray(fc.constantFrom(...dates), { maxLength: 3 }),
      off: fc.nat({ max: 3 }),
      workdaysFollow: weekday,
      from: fc.nat({ max: WINDOW }).map((minute) => start + minute * MINUTE),
      until: fc.nat({ max: WINDOW }).map((minute) => start + minute * MINUTE),
    })
    .map(({ exceptions, off, from, until, ...rest }) => ({
      calendar: { ...rest, zone, holidays: exceptions.slice(0, off), workdays: exceptions.slice(off) },
      from,
      until,
    }));
});

/** A calendar that surely works, for spans far too long to walk. */
const longSituation = situation.map(({ calendar, from }) => ({
  calendar: { ...calendar, week: { ...calendar.week, 2: [{ from: '09:00', to: '17:00' }] } },
  from: new Date(from),
}));

const minutes = fc.nat({ max: 60 * 400 });

describe('the business calendar, beside one that looks at every minute', () => {
  it('counts the same working minutes', () => {
    fc.assert(
      fc.property(situation, ({ calendar, from, until }) => {
        expect(workingMinutesBetween(calendar, new Date(from), new Date(until))).toBe(
          countedMinutes(calendar, from, until),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('adds working time to the same minute', () => {
    fc.assert(
      fc.property(
        situation,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ calendar, from, until }, share) => {
          const some = Math.floor(countedMinutes(calendar, from, until) * share);
          expect(addWorkingTime(calendar, new Date(from), some)).toEqual(
            new Date(countedEnd(calendar, from, some)),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('subtracts working time to the same minute', () => {
    fc.assert(
      fc.property(
        situation,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ calendar, from, until }, share) => {
          const some = Math.floor(countedMinutes(calendar, from, until) * share);
          expect(subtractWorkingTime(calendar, new Date(until), some)).toEqual(
            new Date(countedStart(calendar, until, some)),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('moves a due time by the working minutes of a pause', () => {
    fc.assert(
      fc.property(situation, fc.nat({ max: 1440 }), ({ calendar, from, until }, n) => {
        const due = addWorkingTime(longer(calendar), new Date(from), n);
        const paused = countedMinutes(longer(calendar), from, until);
        expect(movedByPause(longer(calendar), due, new Date(from), new Date(until))).toEqual(
          new Date(countedEnd(longer(calendar), due.getTime(), paused)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is working at the same minutes', () => {
    fc.assert(
      fc.property(situation, ({ calendar, from }) => {
        expect(isWorkingTime(calendar, new Date(from))).toBe(works(calendar, from));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('over hundreds of working hours', () => {
  it('what was added is what lies between', () => {
    fc.assert(
      fc.property(longSituation, minutes, ({ calendar, from }, n) => {
        expect(workingMinutesBetween(calendar, from, addWorkingTime(calendar, from, n))).toBe(n);
      }),
    );
  });

  it('two additions are one', () => {
    fc.assert(
      fc.property(longSituation, minutes, minutes, ({ calendar, from }, n, m) => {
        expect(addWorkingTime(calendar, addWorkingTime(calendar, from, n), m)).toEqual(
          addWorkingTime(calendar, from, n + m),
        );
      }),
    );
  });

  it('more time never ends sooner, and the end is never before the start', () => {
    fc.assert(
      fc.property(longSituation, minutes, minutes, ({ calendar, from }, n, more) => {
        const sooner = addWorkingTime(calendar, from, n).getTime();
        expect(sooner).toBeGreaterThanOrEqual(from.getTime());
        expect(addWorkingTime(calendar, from, n + more).getTime()).toBeGreaterThanOrEqual(sooner);
      }),
    );
  });
});
