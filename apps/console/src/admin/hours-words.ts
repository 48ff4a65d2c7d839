import type { WorkingWeek } from '@anju/contracts/directory';
import { weekdays } from './week';
import { useAdminWords } from './words';

/** A week in one line: neighbours with the same hours are said together. */
export function useHoursWords(): (week: WorkingWeek | undefined) => string {
  const say = useAdminWords();
  return (week) => {
    const frames = week?.frames ?? [];
    if (frames.length === 0) return say('defaultHours');
    const runs: { first: number; last: number; hours: string }[] = [];
    for (const weekday of weekdays) {
      const hours = frames
        .filter((one) => one.weekday === weekday)
        .map(({ from, to }) => `${from}–${to}`)
        .join(' ');
      const run = runs.at(-1);
      if (run?.hours === hours) run.last = weekday;
      else runs.push({ first: weekday, last: weekday, hours });
    }
    const day = (weekday: number) => say(`day${weekday}` as 'day1');
    return runs
      .filter(({ hours }) => hours !== '')
      .map(({ first, last, hours }) => `${day(first)}${last > first ? `–${day(last)}` : ''} ${hours}`)
      .join('; ');
  };
}
