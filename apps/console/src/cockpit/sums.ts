import type { Figures } from '@anju/contracts/ticketing';

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

export interface Kept {
  readonly kept: number;
  readonly broken: number;
  /** Of those that were settled; undefined while none was. */
  readonly rate: number | undefined;
}

export function keptOf({ promises }: Pick<Figures, 'promises'>): Kept {
  const kept = sum(promises.map((one) => one.kept));
  const broken = sum(promises.map((one) => one.broken));
  return { kept, broken, rate: kept + broken > 0 ? kept / (kept + broken) : undefined };
}

export const percent = (rate: number | undefined): string =>
  rate === undefined ? '—' : `${Math.round(rate * 100)}%`;

/** Nobody said anything is not the same as a bad mark. */
export const starsOf = ({ satisfaction }: Pick<Figures, 'satisfaction'>): number | undefined =>
  satisfaction && satisfaction.count > 0 ? satisfaction.average : undefined;

export const inTenths = (value: number | undefined): string => value?.toFixed(1) ?? '—';
