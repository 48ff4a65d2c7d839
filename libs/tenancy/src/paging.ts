import { DomainError } from '@anju/kernel';
import { createHash } from 'node:crypto';

const mark = (filters: unknown) =>
  createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 12);

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

/** A page token (AIP-158): where the next page begins, bound to the filters it was made with. Opaque, not secret. */
export function encodePage(values: readonly unknown[], filters: unknown): string {
  return Buffer.from(JSON.stringify([mark(filters), ...values], plain)).toString('base64url');
}

/** Where the page begins, or undefined for the first. A token of another list is refused. */
export function decodePage(token: string, filters: unknown): unknown[] | undefined {
  if (token === '') return undefined;
  try {
    const [made, ...values] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (made === mark(filters)) return values;
  } catch {
    // A token that cannot be read is refused below, like one of another list.
  }
  throw new DomainError('page_token', 'invalid', {}, [{ field: 'pageToken', rule: 'page_token' }]);
}

/** AIP-158: 0 means the default; the contract bounds the rest. */
export const pageSize = (asked: number): number => asked || 50;
