import { describe, expect, it } from '@jest/globals';
import type { StepPost } from './approval.js';
import { type Chain, managerFromFen, stepsFor } from './chain.js';

const aChain = (
  category: string,
  fromFen: bigint,
  posts: readonly StepPost[],
  duty = 'ticketing',
): Chain => ({
  ...{ id: `${category}${fromFen}`, duty, category, fromFen, posts },
  ...{ createdAt: new Date(0), createdBy: 'admin' },
});

const asked = (amountFen: bigint, category = 'lift') => ({ duty: 'ticketing', category, amountFen });

describe('who decides (Article 7(4))', () => {
  it('is leadership, after the service manager from 10,000 yuan on, where nothing else is set', () => {
    expect(stepsFor([], asked(managerFromFen - 1n))).toEqual(['leadership']);
    expect(stepsFor([], asked(managerFromFen))).toEqual(['service_manager', 'leadership']);
  });

  it("follows the category's chain before the duty's, and the highest amount that is reached", () => {
    const chains = [
      aChain('', 0n, ['service_manager']),
      aChain('', 500n, ['finance_specialist', 'leadership']),
      aChain('lift', 0n, ['leadership']),
      aChain('lift', 900n, ['service_manager', 'leadership']),
    ];
    expect(stepsFor(chains, asked(499n, 'noise'))).toEqual(['service_manager']);
    expect(stepsFor(chains, asked(500n, 'noise'))).toEqual(['finance_specialist', 'leadership']);
    expect(stepsFor(chains, asked(600n))).toEqual(['leadership']);
    expect(stepsFor([...chains].reverse(), asked(900n))).toEqual(['service_manager', 'leadership']);
  });

  it("passes a category's chain by that begins above the amount, and chains of other duties", () => {
    const chains = [aChain('lift', 900n, ['leadership']), aChain('', 0n, ['service_manager'])];
    expect(stepsFor(chains, asked(100n))).toEqual(['service_manager']);
    expect(stepsFor([aChain('', 0n, ['finance_specialist'], 'billing')], asked(0n))).toEqual(['leadership']);
  });
});
