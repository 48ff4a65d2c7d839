import { useSyncExternalStore } from 'react';
import { useLanguage } from './language';
import { due, moment } from './times';
import { useZone } from './zone';

let now = Date.now();
const readers = new Set<() => void>();
let timer: number | undefined;

/** One clock for the whole page, so that all times on it agree and it is drawn once. */
function follow(read: () => void): () => void {
  readers.add(read);
  timer ??= window.setInterval(() => {
    now = Date.now();
    readers.forEach((one) => one());
  }, 20_000);
  return () => {
    readers.delete(read);
    if (readers.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

export const useNow = (): number => useSyncExternalStore(follow, () => now);

/** Says times in the reader's language, as the clocks in the estate show them. */
export function useTimes() {
  const [at, zone, language] = [useNow(), useZone(), useLanguage()];
  return {
    now: at,
    due: (time: number) => due(time, at, zone, language),
    moment: (time: number) => moment(time, at, zone, language),
  };
}
