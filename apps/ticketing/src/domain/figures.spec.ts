import { describe, expect, it } from '@jest/globals';
import { bucketsOf, lasting, periodOf, reachesNow } from './figures.js';
import { beijing, refusal, someRules } from './fixtures.js';

const now = beijing('2026-03-18 10:00');
const period = (from: string, to: string) => ({ from: beijing(from), to: beijing(to) });

describe('periods of figures', () => {
  it('are the last thirty days when nothing is said', () => {
    expect(periodOf(undefined, undefined, now)).toEqual({ from: beijing('2026-02-16 10:00'), to: now });
    expect(reachesNow(periodOf(undefined, undefined, now), now)).toBe(true);
  });

  it('end after they begin, and are a year and a day at most', () => {
    const ask = (from: string, to: string) => () => periodOf(beijing(from), beijing(to), now);
    expect(refusal(ask('2026-03-02 00:00', '2026-03-02 00:00'))).toBe('ticketing.figures_period');
    expect(refusal(ask('2025-01-01 00:00', '2026-01-02 00:01'))).toBe('ticketing.figures_period');
    expect(refusal(ask('2025-01-01 00:00', '2026-01-02 00:00'))).toBe('not refused');
  });

  it('that are past do not reach to now', () => {
    expect(reachesNow(period('2026-02-01 00:00', '2026-03-01 00:00'), now)).toBe(false);
  });
});

describe('days, weeks and months', () => {
  it('are those of the zone that have part in the period', () => {
    const march = period('2026-03-04 13:00', '2026-03-10 00:00');
    const labels = (unit: 'day' | 'week' | 'month') => bucketsOf(unit, 'Asia/Shanghai', march).labels;
    expect(labels('day').slice(0, 2)).toEqual(['2026-03-04', '2026-03-05']);
    expect(labels('day')).toHaveLength(6);
    expect(labels('week')).toEqual(['2026-03-02', '2026-03-09']);
    expect(labels('month')).toEqual(['2026-03-01']);
  });

  it('begin at midnight there, also in a week in which the clocks change', () => {
    const change = { from: new Date('2026-03-28T12:00:00Z'), to: new Date('2026-03-30T12:00:00Z') };
    const { starts } = bucketsOf('day', 'Europe/Berlin', change);
    expect(starts.map((one) => one.toISOString())).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
  });

  it('of a year are twelve months and not one more', () => {
    const year = period('2025-01-01 00:00', '2026-01-01 00:00');
    expect(bucketsOf('month', 'Asia/Shanghai', year).labels).toHaveLength(12);
    expect(bucketsOf('day', 'Asia/Shanghai', year).labels).toHaveLength(365);
  });
});

describe('stays under way', () => {
  it('last as long as work was done, nights and lunch left out', () => {
    const { calendar } = someRules();
    const since = [beijing('2026-03-17 18:00'), beijing('2026-03-18 09:30'), beijing('2026-03-18 09:30')];
    expect([...lasting(calendar, since, now)]).toEqual([
      [90, 1],
      [30, 2],
    ]);
  });
});
