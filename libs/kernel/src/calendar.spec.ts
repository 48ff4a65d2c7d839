import { describe, expect, it } from '@jest/globals';
import { type BusinessCalendar, always, checkCalendar } from './calendar.js';
import { DomainError } from './errors.js';

const sound: BusinessCalendar = {
  zone: 'Asia/Shanghai',
  week: {
    1: [
      { from: '13:30', to: '18:00' },
      { from: '09:00', to: '12:00' },
    ],
    6: [{ from: '20:00', to: '24:00' }],
  },
  holidays: ['2026-10-01'],
  workdays: ['2026-10-10'],
};

function faults(change: Partial<BusinessCalendar>): string[] {
  try {
    checkCalendar({ ...sound, ...change });
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error).toMatchObject({ code: 'calendar.invalid', kind: 'invalid' });
    return error.violations.map(({ field, rule }) => `${field} ${rule}`);
  }
}

describe('a business calendar', () => {
  it('may list frames in any order, end a day at midnight and leave days out', () => {
    expect(faults({})).toEqual([]);
    expect(() => {
      checkCalendar(always);
    }).not.toThrow();
  });

  it('may have frames that touch', () => {
    const week = {
      1: [
        { from: '09:00', to: '12:00' },
        { from: '12:00', to: '13:00' },
      ],
    };
    expect(faults({ week })).toEqual([]);
  });

  it('is refused when frames of a day overlap, wherever they stand', () => {
    const week = {
      2: [
        { from: '12:00', to: '13:00' },
        { from: '09:00', to: '18:00' },
        { from: '17:00', to: '19:00' },
      ],
    };
    expect(faults({ week })).toEqual(['week.2[0] overlap', 'week.2[2] overlap']);
  });

  it('is refused when a frame does not end after it starts', () => {
    const week = {
      3: [
        { from: '22:00', to: '06:00' },
        { from: '08:00', to: '08:00' },
      ],
    };
    expect(faults({ week })).toEqual(['week.3[0] order', 'week.3[1] order']);
  });

  it('is refused for what is not a time of day', () => {
    const week = {
      1: [
        { from: '9:00', to: '24:30' },
        { from: '09:60', to: 'noon' },
      ],
    };
    expect(faults({ week })).toEqual([
      'week.1[0].from time',
      'week.1[0].to time',
      'week.1[1].from time',
      'week.1[1].to time',
    ]);
  });

  it.each(['', 'Asia/Atlantis', '+08:00', '2026-01-01T00:00[Asia/Shanghai]'])(
    'is refused for the zone "%s"',
    (zone) => {
      expect(faults({ zone })).toEqual(['zone zone']);
    },
  );

  it('is refused for days that are not in any year', () => {
    expect(faults({ holidays: ['2026-02-30', '2026-2-3'], workdays: ['2026-13-01', '2024-02-29'] })).toEqual([
      'holidays[0] date',
      'holidays[1] date',
      'workdays[0] date',
    ]);
  });

  it('is refused when a day is both off and worked', () => {
    expect(faults({ workdays: ['2026-10-10', '2026-10-01'] })).toEqual(['workdays[1] also_holiday']);
  });

  it('is refused when a weekday is counted from Sunday as zero', () => {
    const counted = JSON.parse('{"week": {"0": []}, "workdaysFollow": 0}') as Partial<BusinessCalendar>;
    expect(faults(counted)).toEqual(['week.0 weekday', 'workdaysFollow weekday']);
  });

  it('is told of all its faults at once', () => {
    expect(faults({ zone: 'Nowhere', holidays: ['never'] })).toEqual(['zone zone', 'holidays[0] date']);
  });
});
