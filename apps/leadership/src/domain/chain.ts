import type { StepPost } from './approval.js';

/** Posts that decide requests of a duty, from an amount on; of one category, or of any when it is empty. */
export interface Chain {
  readonly id: string;
  readonly duty: string;
  readonly category: string;
  readonly fromFen: bigint;
  readonly posts: readonly StepPost[];
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** From 10,000 yuan on, the service manager looks at it before leadership does. */
export const managerFromFen = 1_000_000n;

const builtIn = (amountFen: bigint): readonly StepPost[] =>
  amountFen >= managerFromFen ? ['service_manager', 'leadership'] : ['leadership'];

/** What is asked, as far as it says who decides. */
export interface Asked {
  readonly duty: string;
  readonly category: string;
  readonly amountFen: bigint;
}

/** The most specific chain: the category's before the duty's, then the highest amount it reaches. */
export function stepsFor(
  chains: readonly Chain[],
  { duty, category, amountFen }: Asked,
): readonly StepPost[] {
  const [best] = chains
    .filter((one) => one.duty === duty && one.fromFen <= amountFen)
    .filter((one) => one.category === category || one.category === '')
    .sort((a, b) => b.category.length - a.category.length || (a.fromFen < b.fromFen ? 1 : -1));
  return best?.posts ?? builtIn(amountFen);
}
