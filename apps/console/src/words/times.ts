import type { Language } from './language';

/** A point in time as the contract sends it. */
interface Stamp {
  readonly seconds: bigint;
  readonly nanos: number;
}

export const millis = (time: Stamp | undefined): number | undefined =>
  time && Number(time.seconds) * 1000 + Math.floor(time.nanos / 1_000_000);

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const units = { 'zh-CN': [' 天', ' 小时', ' 分'], en: [' d', ' h', ' min'] } as const;

/** `2 小时 10 分`; the two largest units, because nobody plans by the minute a day ahead. */
export function span(ms: number, language: Language): string {
  const whole = Math.max(0, Math.floor(ms / minute));
  const parts = [Math.floor(whole / 1440), Math.floor(whole / 60) % 24, whole % 60];
  const first = parts.findIndex((part) => part > 0);
  if (first === -1) return language === 'en' ? 'less than 1 min' : '不到 1 分';
  return parts
    .map((part, at) => (part > 0 && at <= first + 1 ? `${part}${units[language][at] ?? ''}` : ''))
    .filter(Boolean)
    .join(' ');
}

const dayOf = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

const near = { 'zh-CN': ['昨天', '今天', '明天'], en: ['yesterday', 'today', 'tomorrow'] } as const;

/** `今天 17:30`, `10月3日 09:00`, with the year where it is another one. */
export function moment(at: number, now: number, zone: string, language: Language): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(at);
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const word = [-day, 0, day].findIndex((shift) => dayOf(now + shift, zone) === dayOf(at, zone));
  if (word !== -1) return `${near[language][word] ?? ''} ${clock}`;
  const sameYear = dayOf(at, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4);
  const date = format({ month: 'short', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) });
  return `${date} ${clock}`;
}

/** `还有 2 小时 10 分(今天 17:30)`. */
export function due(at: number, now: number, zone: string, language: Language): string {
  const [length, point] = [span(Math.abs(at - now), language), moment(at, now, zone, language)];
  if (language === 'en') return at < now ? `${length} late (${point})` : `${length} left (${point})`;
  return at < now ? `已超时 ${length}(${point})` : `还有 ${length}(${point})`;
}
