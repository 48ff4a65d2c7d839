import type { WorkingWeek } from '@anju/contracts/directory';
import type { Typed } from '../form/typed';

type Frames = WorkingWeek['frames'];

/** A working week as a form holds it: `d1p0` is the first part of Monday, as `09:00-12:00`. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof weekdays)[number];

export const partName = (weekday: number, part: number): string => `d${weekday}p${part}`;

const framesOf = (frames: Frames, weekday: number): Frames => frames.filter((one) => one.weekday === weekday);

/** Morning and afternoon, and more only where a day has more already. */
export const partsOf = (week: WorkingWeek | undefined): number =>
  Math.max(2, ...weekdays.map((weekday) => framesOf(week?.frames ?? [], weekday).length));

export function toTyped(week: WorkingWeek | undefined): Typed {
  const parts = weekdays.flatMap((weekday) =>
    framesOf(week?.frames ?? [], weekday).map(
      ({ from, to }, part) => [partName(weekday, part), `${from}-${to}`] as const,
    ),
  );
  return {
    ...Object.fromEntries(parts),
    daysOff: week?.daysOff ?? [],
    daysWorked: week?.daysWorked ?? [],
  };
}

const days = (values: Typed, name: string): string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string').sort() : [];
};

export function fromTyped(values: Typed, parts: number) {
  const frames = weekdays.flatMap((weekday) =>
    Array.from({ length: parts }, (_, part) => values[partName(weekday, part)])
      .filter((span): span is string => typeof span === 'string' && span !== '')
      .sort()
      .map((span) => ({ weekday, from: span.slice(0, 5), to: span.slice(6) })),
  );
  return { frames, daysOff: days(values, 'daysOff'), daysWorked: days(values, 'daysWorked') };
}

/** Midnight at the end of a day is 24:00; a clock to choose from has only 00:00. */
export const endOf = (time: string): string => (time === '00:00' ? '24:00' : time);
export const onClock = (time: string): string => (time === '24:00' ? '00:00' : time);
