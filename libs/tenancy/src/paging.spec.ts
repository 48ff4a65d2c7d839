import { describe, expect, it } from '@jest/globals';
import { checkEtag } from './etag.js';
import { decodePage, encodePage, pageSize } from './paging.js';

describe('a page token', () => {
  it('leads to where the next page begins', () => {
    expect(decodePage(encodePage(['2026-01-01', 'a'], { state: 1 }), { state: 1 })).toEqual([
      '2026-01-01',
      'a',
    ]);
  });

  it('of another list or other filters is refused', () => {
    const token = encodePage(['a'], { state: 1 });
    expect(() => decodePage(token, { state: 2 })).toThrow('page_token');
  });

  it('that is no token is refused', () => {
    expect(() => decodePage('nonsense', {})).toThrow('page_token');
  });

  it('is not needed for the first page', () => {
    expect(decodePage('', {})).toBeUndefined();
    expect(pageSize(0)).toBe(50);
  });
});

describe('an etag', () => {
  it('of an older version is refused, none and * are not checked', () => {
    expect(() => checkEtag('1', '2')).toThrow('stale');
    expect(() => checkEtag('2', '2')).not.toThrow();
    expect(() => checkEtag('', '2')).not.toThrow();
    expect(() => checkEtag('*', '2')).not.toThrow();
  });
});
