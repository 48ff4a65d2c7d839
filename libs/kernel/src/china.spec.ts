import { describe, expect, it } from '@jest/globals';
import { checkCalendar, type Week } from './calendar.js';
import { chinaCalendar, chinaHolidaysThrough } from './china.js';
import { addWorkingTime, workingMinutesBetween } from './working-time.js';

const day = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
];
const week: Week = { 1: day, 2: day, 3: day, 4: day, 5: day };
const calendar = chinaCalendar(week);
const beijing = (text: string) => new Date(`${text}+08:00`);
const worked = (date: string) =>
  workingMinutesBetween(calendar, beijing(`${date}T00:00`), beijing(`${date}T24:00`)) > 0;

describe("China's working days", () => {
  it('are a sound calendar in the zone of Shanghai', () => {
    expect(() => {
      checkCalendar(calendar);
    }).not.toThrow();
    expect(calendar.zone).toBe('Asia/Shanghai');
  });

  it('are known for 2025 and 2026 at least', () => {
    expect(chinaHolidaysThrough >= '2026-12-31').toBe(true);
  });

  it.each([
    ['2025-01-28', '2025-02-04', 'Spring Festival 2025'],
    ['2025-05-01', '2025-05-05', 'Labour Day 2025'],
    ['2025-10-01', '2025-10-08', 'National Day and Mid-autumn 2025'],
    ['2026-02-15', '2026-02-23', 'Spring Festival 2026'],
    ['2026-06-19', '2026-06-21', 'Dragon Boat 2026'],
    ['2026-10-01', '2026-10-07', 'National Day 2026'],
  ])('pause from %s to %s: %s', (first, last) => {
    expect(workingMinutesBetween(calendar, beijing(`${first}T00:00`), beijing(`${last}T24:00`))).toBe(0);
  });

  it.each(['2025-01-26', '2025-09-28', '2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-10-10'])(
    'include the weekend day %s, worked for a holiday',
    (date) => {
      expect(worked(date)).toBe(true);
    },
  );

  it('leave an ordinary weekend off', () => {
    expect(['2026-03-07', '2026-03-08', '2026-03-09'].map(worked)).toEqual([false, false, true]);
  });

  it('carry a promise of one working day over Spring Festival', () => {
    // 2026-02-14 is a Saturday that is worked; the office opens again on Tuesday the 24th.
    expect(addWorkingTime(calendar, beijing('2026-02-14T16:30'), 450)).toEqual(beijing('2026-02-24T16:30'));
  });

  it('give way to what an estate does otherwise', () => {
    const own = chinaCalendar(week, 'Asia/Shanghai', {
      off: ['2026-03-09', '2026-02-14'],
      worked: ['2026-02-16'],
    });
    const works = (date: string) =>
      workingMinutesBetween(own, beijing(`${date}T00:00`), beijing(`${date}T24:00`)) > 0;
    expect(['2026-03-09', '2026-02-14', '2026-02-16', '2026-02-17'].map(works)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(() => {
      checkCalendar(own);
    }).not.toThrow();
  });
});
