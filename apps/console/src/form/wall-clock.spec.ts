import { describe, expect, it } from '@jest/globals';
import { fromWall, toWall } from './wall-clock';

describe('the clock on the wall', () => {
  it.each([
    ['2026-03-02T17:30', 'Asia/Shanghai', '2026-03-02T09:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T12:00', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
  ])('%s in %s', (wall, zone, moment) => {
    expect([fromWall(wall, zone), toWall(moment, zone)]).toEqual([moment, wall]);
  });
});
