import { WorkingWeekSchema } from '@anju/contracts/directory';
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { endOf, fromTyped, onClock, partsOf, toTyped } from './week';

describe('a working week in a form', () => {
  const week = create(WorkingWeekSchema, {
    frames: [
      { weekday: 1, from: '08:00', to: '10:00' },
      { weekday: 1, from: '11:00', to: '12:00' },
      { weekday: 1, from: '13:00', to: '24:00' },
    ],
    daysOff: ['2026-05-04'],
  });

  it('loses nothing, also of a day with more parts than two', () => {
    expect(create(WorkingWeekSchema, fromTyped(toTyped(week), partsOf(week)))).toEqual(week);
  });

  it('has a morning and an afternoon where nothing is said', () => {
    expect([partsOf(undefined), fromTyped({ d2p1: '13:00-17:00', d2p0: '' }, 2).frames]).toEqual([
      2,
      [{ weekday: 2, from: '13:00', to: '17:00' }],
    ]);
  });

  it('says the end of the day as the contract does', () => {
    expect([endOf('00:00'), onClock('24:00'), endOf('17:00')]).toEqual(['24:00', '00:00', '17:00']);
  });
});
