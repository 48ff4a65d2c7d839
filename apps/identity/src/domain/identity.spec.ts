import { describe, expect, it } from '@jest/globals';
import { fail, type Failures, isLockedOut, mostTries, windowMs } from './lock-out.js';
import { checkPassword } from './password.js';

const now = new Date('2026-03-02T00:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

const tries = (count: number): Failures | undefined =>
  Array.from({ length: count }).reduce<Failures | undefined>((failures) => fail(failures, now), undefined);

describe('lock-out', () => {
  it('begins with the tenth failed try and ends after a quarter of an hour', () => {
    expect(isLockedOut(tries(mostTries - 1), now)).toBe(false);
    expect(isLockedOut(tries(mostTries), now)).toBe(true);
    expect(isLockedOut(tries(mostTries), later(windowMs))).toBe(false);
  });

  it('counts anew when the tries are long past', () => {
    expect(fail(tries(9), later(windowMs))).toEqual({ count: 1, since: later(windowMs) });
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
