import { describe, expect, it } from '@jest/globals';
import { type BusinessCalendar, type Week, always } from './calendar.js';
import { addWorkingTime, isWorkingTime, workingMinutesBetween } from './working-time.js';

const day = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
];
const weekdays: Week = { 1: day, 2: day, 3: day, 4: day, 5: day };
const WORKING_DAY = 450;

const office: BusinessCalendar = {
  zone: 'Asia/Shanghai',
  week: { ...weekdays, 6: [{ from: '10:00', to: '14:00' }] },
  holidays: ['2026-10-01', '2026-10-02'],
  workdays: ['2026-10-10'],
};
const berlin: BusinessCalendar = { zone: 'Europe/Berlin', week: weekdays, holidays: [], workdays: [] };
const nightShift: BusinessCalendar = {
  ...berlin,
  week: { 6: [{ from: '22:00', to: '24:00' }], 7: [{ from: '00:00', to: '06:00' }] },
};

const shanghai = (text: string) => new Date(`${text}+08:00`);
const due = (from: string, minutes: number) => addWorkingTime(office, shanghai(from), minutes);

describe('adding working time', () => {
  it('stays within a frame that is long enough', () => {
    expect(due('2026-09-21T09:00', 120)).toEqual(shanghai('2026-09-21T11:00'));
  });

  it('does not count the lunch break', () => {
    expect(due('2026-09-21T11:30', 60)).toEqual(shanghai('2026-09-21T14:00'));
  });

  it('ends at the close of a frame, not at the opening of the next', () => {
    expect(due('2026-09-21T17:00', 60)).toEqual(shanghai('2026-09-21T18:00'));
  });

  it('starts with the next frame when nobody is working', () => {
    expect(due('2026-09-21T22:15:07', 1)).toEqual(shanghai('2026-09-22T09:01'));
  });

  it('keeps seconds', () => {
    expect(due('2026-09-21T11:59:30.250', 1)).toEqual(shanghai('2026-09-21T13:30:30.250'));
  });

  it('adds nothing for nothing, working or not', () => {
    expect(due('2026-09-20T03:00', 0)).toEqual(shanghai('2026-09-20T03:00'));
  });

  it("uses each weekday's own frames and leaves Sunday out", () => {
    expect(due('2026-09-18T17:00', 60 + 240 + 30)).toEqual(shanghai('2026-09-21T09:30'));
  });

  it('skips holidays', () => {
    // Thursday and Friday are off, Saturday is short.
    expect(due('2026-09-30T18:00', 240 + 60)).toEqual(shanghai('2026-10-05T10:00'));
  });

  it("gives a swapped working day Monday's frames", () => {
    expect(due('2026-10-09T18:00', WORKING_DAY)).toEqual(shanghai('2026-10-10T18:00'));
  });

  it('gives a swapped working day the frames of the weekday it is told to follow', () => {
    const calendar: BusinessCalendar = { ...office, workdaysFollow: 6 };
    expect(addWorkingTime(calendar, shanghai('2026-10-09T18:00'), 240)).toEqual(shanghai('2026-10-10T14:00'));
  });

  it('finds a single swapped working day in a calendar without a week', () => {
    const calendar: BusinessCalendar = {
      ...office,
      week: { 1: day },
      holidays: ['2026-10-05', '2026-10-12'],
    };
    expect(addWorkingTime(calendar, shanghai('2026-10-01T00:00'), 1)).toEqual(shanghai('2026-10-10T09:01'));
  });

  it('runs day and night for an emergency', () => {
    expect(addWorkingTime(always, shanghai('2026-10-01T23:50'), 30)).toEqual(shanghai('2026-10-02T00:20'));
  });

  it('is refused where the calendar never works', () => {
    const closed: BusinessCalendar = { ...office, week: {} };
    expect(() => addWorkingTime(closed, shanghai('2026-01-01T00:00'), 1)).toThrow(
      expect.objectContaining({ code: 'calendar.no_working_time', kind: 'invalid' }),
    );
  });

  it('is refused where it would end beyond any promise', () => {
    expect(() => due('2026-01-01T00:00', 1e9)).toThrow(
      expect.objectContaining({ code: 'calendar.beyond_horizon' }),
    );
  });

  it('is refused on a calendar that is not sound', () => {
    const calendar = { ...office, zone: 'Asia/Atlantis' };
    expect(() => addWorkingTime(calendar, shanghai('2026-01-01T00:00'), 1)).toThrow(
      expect.objectContaining({ code: 'calendar.invalid' }),
    );
  });

  it.each([-1, NaN])('takes %d minutes for the programming error it is', (minutes) => {
    expect(() => due('2026-01-01T00:00', minutes)).toThrow(RangeError);
    expect(() => addWorkingTime(office, new Date(NaN), 1)).toThrow(RangeError);
  });
});

describe('working time across a change of clocks in Berlin', () => {
  it('keeps office hours by the wall in spring', () => {
    // Friday 27 March 17:00 is 16:00 UTC; Monday 30 March 10:00 is 08:00 UTC.
    expect(addWorkingTime(berlin, new Date('2026-03-27T16:00Z'), 120)).toEqual(new Date('2026-03-30T08:00Z'));
  });

  it('keeps office hours by the wall in autumn', () => {
    expect(addWorkingTime(berlin, new Date('2026-10-23T15:00Z'), 120)).toEqual(new Date('2026-10-26T09:00Z'));
  });

  it('counts seven hours for the night shift that loses one', () => {
    const [a, b] = [new Date('2026-03-28T12:00Z'), new Date('2026-03-29T12:00Z')];
    expect(workingMinutesBetween(nightShift, a, b)).toBe(7 * 60);
    expect(addWorkingTime(nightShift, a, 7 * 60)).toEqual(new Date('2026-03-29T04:00Z'));
  });

  it('counts nine hours for the night shift that gains one', () => {
    const [a, b] = [new Date('2026-10-24T12:00Z'), new Date('2026-10-25T12:00Z')];
    expect(workingMinutesBetween(nightShift, a, b)).toBe(9 * 60);
    expect(addWorkingTime(nightShift, a, 9 * 60)).toEqual(new Date('2026-10-25T05:00Z'));
  });

  it('does not depend on what was asked before', () => {
    // The first question about this zone falls on the very moment of the change, the second before it.
    const warsaw: BusinessCalendar = { ...berlin, zone: 'Europe/Warsaw' };
    expect(isWorkingTime(warsaw, new Date('2026-03-29T01:00Z'))).toBe(false);
    expect(addWorkingTime(warsaw, new Date('2026-03-27T16:00Z'), 60)).toEqual(new Date('2026-03-27T17:00Z'));
  });

  it('has no working time in a frame that the change skips', () => {
    const skipped: BusinessCalendar = { ...berlin, week: { 7: [{ from: '02:00', to: '03:00' }] } };
    expect(workingMinutesBetween(skipped, new Date('2026-03-28T00:00Z'), new Date('2026-03-30T00:00Z'))).toBe(
      0,
    );
  });
});

describe('working minutes between two moments', () => {
  const between = (a: string, b: string) => workingMinutesBetween(office, shanghai(a), shanghai(b));

  it('leave out the night, the lunch break and the day off', () => {
    expect(between('2026-09-18T11:00', '2026-09-21T09:30')).toBe(60 + 270 + 240 + 30);
  });

  it('are none when the second is not after the first', () => {
    expect(between('2026-09-21T10:00', '2026-09-21T10:00')).toBe(0);
    expect(between('2026-09-21T11:00', '2026-09-21T10:00')).toBe(0);
  });

  it('are whole, rounded down', () => {
    expect(between('2026-09-21T10:00:00', '2026-09-21T10:01:59')).toBe(1);
  });
});

describe('working time', () => {
  it('includes the first moment of a frame and not the last', () => {
    const at = (time: string) => isWorkingTime(office, shanghai(`2026-09-21T${time}`));
    expect(['08:59:59.999', '09:00', '11:59:59.999', '12:00', '13:30', '18:00'].map(at)).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it('is read in the zone of the calendar', () => {
    expect(isWorkingTime(office, new Date('2026-09-21T01:30Z'))).toBe(true);
    expect(isWorkingTime(berlin, new Date('2026-09-21T01:30Z'))).toBe(false);
  });
});
