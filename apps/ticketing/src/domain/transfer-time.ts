export type Cell = string | Date | null;

/** What a cell says of a time: the clock on the wall as the UTC fields of a date, and whether it says only the day. */
export interface SaidTime {
  readonly shown: Date;
  readonly dayOnly: boolean;
}

const dayLength = 86_400_000;
/** 1 January 1970 as spreadsheets count days. */
const epoch = 25_569;

// 2026-03-02 9:05, 2026/3/2, 2026.3.2 09:05:30, 2026年3月2日 9时5分, 2026年3月2日下午3:05
const day = /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?/;
const hour =
  /(上午|下午|am|pm)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?)?\s*(?::?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?/;
const written = new RegExp(`^${day.source}(?:[T,\\s]*${hour.source})?$`, 'i');
const compact = /^(\d{4})(\d\d)(\d\d)()(?:(\d\d)(\d\d)(\d\d)?)?$/;

function fromParts(match: RegExpExecArray): SaidTime | undefined {
  const [, y, mo, d, half = '', h, mi = '0', s = '0'] = match;
  const twelve = /下午|pm/i.test(half) && Number(h) < 12 ? 12 : 0;
  const [month, date, hours] = [Number(mo), Number(d), Number(h ?? 0) + twelve];
  const shown = new Date(Date.UTC(Number(y), month - 1, date, hours, Number(mi), Number(s)));
  // 30 February and 25 o'clock are no times.
  const isTime = shown.getUTCMonth() === month - 1 && shown.getUTCDate() === date;
  if (!isTime || hours > 23 || Number(mi) > 59 || Number(s) > 59) return undefined;
  return { shown, dayOnly: h === undefined };
}

const isMidnight = (at: Date): boolean => at.getTime() % dayLength === 0;

const fromDate = (shown: Date): SaidTime => ({ shown, dayOnly: isMidnight(shown) });

/** Days since 1900, where a sheet lost the format of its dates; nothing else here is a number of this size. */
function fromSerial(text: string): SaidTime | undefined {
  const days = /^\d{5}(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (days < 20_000 || days > 80_000) return undefined;
  return fromDate(new Date(Math.round((days - epoch) * 86_400) * 1_000));
}

/** A time as sheets and people write it; undefined when it is none. */
export function readTime(cell: string | Date): SaidTime | undefined {
  if (typeof cell !== 'string') return fromDate(cell);
  const text = cell.normalize('NFKC').trim();
  const match = written.exec(text) ?? compact.exec(text);
  return match ? fromParts(match) : fromSerial(text);
}
