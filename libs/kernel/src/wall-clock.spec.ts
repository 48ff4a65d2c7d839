import { describe, expect, it } from '@jest/globals';
import { atWallClock, wallClock } from './index.js';

const iso = (text: string) => new Date(`${text}:00Z`);

describe('the clock on the wall', () => {
  it.each([
    ['Asia/Shanghai', '2026-03-02T09:05', '2026-03-02T01:05'],
    // China had summer time from 1986 to 1991.
    ['Asia/Shanghai', '1988-07-01T09:00', '1988-07-01T00:00'],
    ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00'],
    // Twice: the first.
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30'],
  ])('%s shows %s at %s', (zone, shown, at) => {
    expect(atWallClock(zone, iso(shown))).toEqual(iso(at));
    expect(wallClock(zone, iso(at))).toEqual(iso(shown));
  });

  it('reckons an hour that was left out as if it had come', () => {
    expect(atWallClock('Europe/Berlin', iso('2026-03-29T02:30'))).toEqual(iso('2026-03-29T01:30'));
  });
});
