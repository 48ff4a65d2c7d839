import { DomainError } from '@anju/kernel';
import { describe, expect, it } from '@jest/globals';
import { type Delegation, end, inForce, requireSound } from './delegation.js';

const day = (number: number) => new Date(Date.UTC(2026, 2, number));

const aDelegation = (change: Partial<Delegation> = {}): Delegation => ({
  ...{ id: 'd', fromStaffId: 'leader', toStaffId: 'deputy', reason: '出差' },
  ...{ fromAt: day(2), toAt: day(5), createdAt: day(1) },
  ...change,
});

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError) return error.violations[0]?.rule ?? error.code;
  }
  return 'allowed';
};

const beside = (one: Delegation, ...given: readonly Delegation[]) => code(() => requireSound(one, given));

describe('a delegation', () => {
  it('holds from its beginning and ends by itself', () => {
    const one = aDelegation();
    expect([1, 2, 4, 5].map((at) => inForce(one, day(at)))).toEqual([false, true, true, false]);
  });

  it('holds no longer from when it was ended; one ended before it began never held', () => {
    expect(inForce(end(aDelegation(), 'leader', day(3)), day(3))).toBe(false);
    expect([2, 4].map((at) => inForce(end(aDelegation(), 'leader', day(1)), day(at)))).toEqual([
      false,
      false,
    ]);
  });

  it('is ended by whoever gave it, and once', () => {
    expect(code(() => end(aDelegation(), 'deputy', day(3)))).toBe('not_found');
    expect(code(() => end(aDelegation(), 'leader', day(5)))).toBe('leadership.delegation_over');
    const ended = end(aDelegation(), 'leader', day(3));
    expect(code(() => end(ended, 'leader', day(4)))).toBe('leadership.delegation_over');
  });

  it('never begins in the past nor ends before it begins', () => {
    expect(beside(aDelegation({ fromAt: day(0) }))).toBe('not_in_the_past');
    expect(beside(aDelegation({ toAt: day(2) }))).toBe('after_from_time');
  });

  it('never overlaps another one of the same person, but may follow it', () => {
    const other = { toStaffId: 'another' };
    expect(beside(aDelegation(), aDelegation({ ...other, fromAt: day(4), toAt: day(9) }))).toBe(
      'leadership.delegation_overlap',
    );
    expect(beside(aDelegation(), aDelegation({ ...other, fromAt: day(5), toAt: day(9) }))).toBe('allowed');
    expect(beside(aDelegation(), end(aDelegation(other), 'leader', day(1)))).toBe('allowed');
  });

  it('never goes to somebody who has delegated for that time: nothing is passed on', () => {
    const away = { fromStaffId: 'deputy', toStaffId: 'third' };
    expect(beside(aDelegation(), aDelegation(away))).toBe('leadership.delegation_chain');
    expect(beside(aDelegation(), aDelegation({ ...away, fromAt: day(5), toAt: day(6) }))).toBe('allowed');
  });
});
