import { FiguresSchema } from '@anju/contracts/ticketing';
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { inTenths, keptOf, percent, starsOf } from './sums';

describe('sums of figures', () => {
  const figures = create(FiguresSchema, {
    promises: [
      { kept: 3, broken: 1, open: 5 },
      { kept: 3, broken: 1 },
    ],
    satisfaction: { count: 2, average: 4.25 },
  });

  it('judge only promises that were settled', () => {
    expect(keptOf(figures)).toEqual({ kept: 6, broken: 2, rate: 0.75 });
    expect([percent(0.754), inTenths(starsOf(figures))]).toEqual(['75%', '4.3']);
  });

  it('say nothing where nothing happened', () => {
    const nothing = create(FiguresSchema, { satisfaction: { count: 0, average: 0 } });
    expect([percent(keptOf(nothing).rate), inTenths(starsOf(nothing))]).toEqual(['—', '—']);
  });
});
