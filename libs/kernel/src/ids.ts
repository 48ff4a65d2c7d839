import { v7, validate, version } from 'uuid';

/** A UUIDv7: ids of one process sort in the order they were made, which keeps index inserts at the right edge. */
export function newId(): string {
  return v7();
}

export function isId(text: string): boolean {
  return validate(text) && version(text) === 7;
}
