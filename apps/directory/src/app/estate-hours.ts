import type { WorkingWeek } from '@anju/contracts/directory';
import { type BusinessCalendar, checkCalendar, DomainError, type Frame, type Weekday } from '@anju/kernel';
import type { Estate } from '../store/company.store.js';

/** The hours on which an estate's deadlines are reckoned. */
export type Hours = Pick<Estate, 'week' | 'daysOff' | 'daysWorked'>;

/** Refuses a zone, a week or days that no deadline could be computed on, by the field that is wrong. */
export function checkHours(zone: string, { week: frames, daysOff, daysWorked }: Hours): void {
  const week: Partial<Record<Weekday, Frame[]>> = {};
  for (const { weekday, from, to } of frames) (week[weekday as Weekday] ??= []).push({ from, to });
  const calendar: BusinessCalendar = { zone, week, holidays: daysOff, workdays: daysWorked };
  try {
    checkCalendar(calendar);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const byZone = error.violations.some(({ field }) => field === 'zone');
    const violations = byZone
      ? [{ field: 'zone', rule: 'zone' }]
      : error.violations.map((one) => ({ ...one, field: `workingWeek.${named(one.field)}` }));
    const code = byZone ? 'directory.zone_unknown' : 'directory.week_invalid';
    throw new DomainError(code, 'invalid', {}, violations);
  }
}

const named = (field: string) => field.replace(/^holidays/, 'daysOff').replace(/^workdays/, 'daysWorked');

export const hoursOf = (week: WorkingWeek | undefined): Hours => ({
  week: (week?.frames ?? []).map(({ weekday, from, to }) => ({ weekday, from, to })),
  daysOff: week?.daysOff ?? [],
  daysWorked: week?.daysWorked ?? [],
});
