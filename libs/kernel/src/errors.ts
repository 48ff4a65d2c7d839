export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale' // the caller's etag is not the current one
  | 'exhausted'
  | 'unavailable';

/** One thing wrong with one field of the input; `rule` is stable, so that a reader's language can be chosen later. */
export interface Violation {
  readonly field: string;
  readonly rule: string;
  readonly message?: string;
}

/**
 * A rule that was broken, by its name. The code is dotted and never changes once published
 * (`ticketing.cannot_close`); texts for people are looked up by it, so details hold ids and states, never prose.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    readonly details: Readonly<Record<string, string>> = {},
    readonly violations: readonly Violation[] = [],
  ) {
    super(code);
  }
}
