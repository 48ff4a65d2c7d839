import { describe, expect, it } from '@jest/globals';
import { DomainError, isId, newId } from './index.js';

describe('an id', () => {
  it('sorts after the ids made before it', () => {
    const ids = Array.from({ length: 1000 }, newId);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });

  it('is recognised, and other text is not', () => {
    expect(isId(newId())).toBe(true);
    for (const text of ['', 'T-2026-0001', '0b6e0a4c-5a4e-4a55-8f5e-0d8f3f6f7c11', `${newId()} `]) {
      expect(isId(text)).toBe(false);
    }
  });
});

describe('a broken rule', () => {
  it('is an error that says its code and carries no more than it was given', () => {
    const error = new DomainError('ticketing.cannot_close', 'conflict');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'DomainError',
      message: 'ticketing.cannot_close',
      details: {},
      violations: [],
    });
  });
});
