import { describe, expect, it } from '@jest/globals';
import { isLockedOut, mostTries, oneMore, type Tries, windowMs } from './lock-out.js';
import { checkPassword } from './password.js';

const now = new Date('2026-03-02T00:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

const tries = (count: number): Tries =>
  Array.from({ length: count }).reduce<Tries>((before) => oneMore(before, now), { count: 0, since: now });

describe('lock-out', () => {
  it('begins after the tenth try', () => {
    expect(isLockedOut(tries(mostTries))).toBe(false);
    expect(isLockedOut(tries(mostTries + 1))).toBe(true);
  });

  it('ends after a quarter of an hour', () => {
    expect(oneMore(tries(99), later(windowMs))).toEqual({ count: 1, since: later(windowMs) });
  });
});

describe('a password', () => {
  it.each(['password', '88888888', 'aaaaaaaaaa', 'specialist-1'])('%s is refused', (password) => {
    expect(() => checkPassword(password, 'specialist@b')).toThrow('identity.password_weak');
  });

  it('that is none of these is good', () => {
    expect(() => checkPassword('月光落在海面上', 'specialist')).not.toThrow();
  });
});
