import { DomainError } from './errors.js';

export interface Transitions<S extends string> {
  /** Throws `code` as a conflict that names the current state and the moves it allows. */
  require(from: S, to: S, code: string): void;
  can(from: S, to: S): boolean;
  allowed(from: S): readonly S[];
}

/** The states of a thing and where each may go; what is not listed is refused. */
export function transitions<S extends string>(
  table: Readonly<Record<S, readonly NoInfer<S>[]>>,
): Transitions<S> {
  const allowed = (from: S) => table[from];
  const can = (from: S, to: S) => table[from].includes(to);
  return {
    allowed,
    can,
    require(from, to, code) {
      if (!can(from, to)) {
        throw new DomainError(code, 'conflict', { state: from, allowed: allowed(from).join(', ') });
      }
    },
  };
}
