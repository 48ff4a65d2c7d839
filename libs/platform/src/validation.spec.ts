import { SaveSessionRequestSchema } from '@anju/contracts/identity';
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { violationsOf } from './validation.js';

const cookieHash = 'c'.repeat(43);
const sessionUntil = (seconds: bigint, nanos = 0) =>
  create(SaveSessionRequestSchema, { cookieHash, session: { expireTime: { seconds, nanos } } });

describe('a time', () => {
  it.each([
    [1n << 60n, 0],
    [253_402_300_800n, 0],
    [-62_135_596_801n, 0],
    [0n, -1],
    [0n, 1_000_000_000],
  ])('that nobody can say is refused by its field: %s s %s ns', (seconds, nanos) => {
    const violations = violationsOf(SaveSessionRequestSchema, sessionUntil(seconds, nanos));
    expect(violations).toMatchObject([{ field: 'session.expireTime', rule: 'timestamp.range' }]);
  });

  it.each([-62_135_596_800n, 0n, 253_402_300_799n])('within the years 1 to 9999 is not: %s s', (seconds) => {
    expect(violationsOf(SaveSessionRequestSchema, sessionUntil(seconds))).toEqual([]);
  });
});
