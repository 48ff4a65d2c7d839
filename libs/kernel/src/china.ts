import { createRequire } from 'node:module';
import type { BusinessCalendar, Week } from './calendar.js';

interface Notices {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

// The package's functions reckon in the time zone of the process, so only its data file is read.
const notices = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Notices;

// Nothing was promised before this year, and a calendar is stored and sent about as data: keep it short.
const FIRST_DAY = '2025-01-01';

const since = (days: Readonly<Record<string, string>>) =>
  Object.keys(days)
    .filter((day) => day >= FIRST_DAY)
    .sort();

const holidays = since(notices.holidays);
const workdays = since(notices.workdays);

/** The last day whose holidays are known; the State Council publishes a year in the November before it. */
export const chinaHolidaysThrough = `${(holidays.at(-1) ?? FIRST_DAY).slice(0, 4)}-12-31`;

/** Days on which an estate does otherwise than the country, YYYY-MM-DD. */
export interface OwnDays {
  readonly off: readonly string[];
  readonly worked: readonly string[];
}

/** The given week with China's public holidays and their swapped working days, and the estate's own days over them. */
export function chinaCalendar(
  week: Week,
  zone = 'Asia/Shanghai',
  own: OwnDays = { off: [], worked: [] },
): BusinessCalendar {
  const without = (days: readonly string[], others: readonly string[]) =>
    days.filter((day) => !others.includes(day));
  return {
    zone,
    week,
    holidays: [...new Set([...without(holidays, own.worked), ...own.off])],
    workdays: [...new Set([...without(workdays, own.off), ...own.worked])],
  };
}
