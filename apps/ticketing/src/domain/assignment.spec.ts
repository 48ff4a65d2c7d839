import { describe, expect, it } from '@jest/globals';
import { type DeskPerson, pick } from './assignment.js';

const person = (staffId: string, openCases: number, turn: number, onDuty = true): DeskPerson => ({
  ...{ staffId, openCases, turn, onDuty },
});
const everybody: readonly string[] = [];

describe('who is proposed', () => {
  it.each([
    ['who has the fewest open cases', 'least_load', [person('a', 3, 1), person('b', 2, 9)], 'b'],
    ['among equals who went without one longest', 'least_load', [person('a', 2, 5), person('b', 2, 4)], 'b'],
    ['in turn, however much one has', 'round_robin', [person('a', 1, 5), person('b', 9, 4)], 'b'],
    ['by id when nobody ever had one', 'round_robin', [person('b', 0, 0), person('a', 0, 0)], 'a'],
    ['nobody who is off duty', 'least_load', [person('a', 0, 0, false), person('b', 7, 7)], 'b'],
    ['nobody when nobody is on duty', 'least_load', [person('a', 0, 0, false)], undefined],
    ['nobody when nobody is there', 'round_robin', [], undefined],
  ] as const)('is %s', (_, by, people, expected) => {
    expect(pick({ by, staffIds: everybody }, people)).toBe(expected);
    expect(pick({ by, staffIds: everybody }, [...people].reverse())).toBe(expected);
  });

  it('is one of those the rule names', () => {
    const people = [person('a', 0, 0), person('b', 5, 5), person('c', 6, 6)];
    expect(pick({ by: 'least_load', staffIds: ['c', 'b'] }, people)).toBe('b');
    expect(pick({ by: 'least_load', staffIds: ['d'] }, people)).toBeUndefined();
  });

  it('goes round, each in turn', () => {
    let people = ['a', 'b', 'c'].map((id) => person(id, 0, 0));
    const order = Array.from({ length: 7 }, (_, at) => {
      const next = pick({ by: 'round_robin', staffIds: everybody }, people);
      people = people.map((one) => (one.staffId === next ? { ...one, turn: at + 1 } : one));
      return next;
    });
    expect(order.join('')).toBe('abcabca');
  });
});
