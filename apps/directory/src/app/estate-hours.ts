import type { WorkingWeek } from '@anju/contracts/directory';
import { type BusinessCalendar, checkCalendar, DomainError, type Frame, type Weekday } from '@anju/kernel';
import type { Frame as WeekFrame } from '../store/company.store.js';

/** Refuses a zone or a week that no deadline could be computed on, by the field that is wrong. */
export function checkHours(zone: string, frames: readonly WeekFrame[]): void {
  const week: Partial<Record<Weekday, Frame[]>> = {};
  for (const { weekday, from, to } of frames) (week[weekday as Weekday] ??= []).push({ from, to });
  const calendar: BusinessCalendar = { zone, week, holidays: [], workdays: [] };
  try {
    checkCalendar(calendar);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const byZone = error.violations.some(({ field }) => field === 'zone');
    const violations = byZone
      ? [{ field: 'zone', rule: 'zone' }]
      : error.violations.map((one) => ({ ...one, field: `workingWeek.${one.field}` }));
    const code = byZone ? 'directory.zone_unknown' : 'directory.week_invalid';
    throw new DomainError(code, 'invalid', {}, violations);
  }
}

export const framesOf = (week: WorkingWeek | undefined): WeekFrame[] =>
  (week?.frames ?? []).map(({ weekday, from, to }) => ({ weekday, from, to }));
