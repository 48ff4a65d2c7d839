import { DomainError } from '@anju/kernel';

/** Refuses a change made on something older than what is there now. An empty etag skips the check (AIP-154). */
export function checkEtag(expected: string | undefined, actual: string): void {
  if (expected && expected !== '*' && expected !== actual) {
    throw new DomainError('stale', 'stale', {}, [{ field: 'etag', rule: 'current' }]);
  }
}
