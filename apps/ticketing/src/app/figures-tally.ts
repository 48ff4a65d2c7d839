import type { Stays } from '../store/figures-stays.js';
import type { Count } from '../store/figures.store.js';

interface Kept {
  kept: number;
  broken: number;
  open: number;
}

interface Done {
  fulfilled: number;
  returned: number;
  overdue: number;
}

/** Figures of one group, or of everything. */
export class Tally {
  readonly steps = new Map<string, number>();
  readonly closedBy = new Map<string, number>();
  readonly promises = new Map<string, Kept>();
  readonly commitments = new Map<string, Done>();
  /** How many said 1, 2, 3, 4 and 5. */
  readonly satisfaction = [0, 0, 0, 0, 0];
  readonly stays: Stays[] = [];
  open = 0;

  step({ what, detail, n }: Count): void {
    this.steps.set(what, (this.steps.get(what) ?? 0) + n);
    if (what === 'closed') this.closedBy.set(detail, (this.closedBy.get(detail) ?? 0) + n);
  }

  promise({ what, detail, n }: Count): void {
    const kept = this.promises.get(what) ?? { kept: 0, broken: 0, open: 0 };
    kept[detail as keyof Kept] += n;
    this.promises.set(what, kept);
  }

  commitment({ what, detail, n }: Count): void {
    const done = this.commitments.get(what) ?? { fulfilled: 0, returned: 0, overdue: 0 };
    done[detail as keyof Done] += n;
    this.commitments.set(what, done);
  }

  said({ what, n }: Count): void {
    const place = Number(what) - 1;
    this.satisfaction[place] = (this.satisfaction[place] ?? 0) + n;
  }

  count(...steps: readonly string[]): number {
    return steps.reduce((sum, step) => sum + (this.steps.get(step) ?? 0), 0);
  }
}

/** Figures of everything and of each group, from counts of groups. */
export class Tallies {
  readonly total = new Tally();
  readonly groups = new Map<string, Tally>();

  add(counts: readonly Count[], put: (tally: Tally, count: Count) => void): void {
    for (const one of counts) for (const tally of [this.total, this.#of(one.group)]) put(tally, one);
  }

  addStays(stays: readonly Stays[]): void {
    for (const one of stays) (one.total ? this.total : this.#of(one.group)).stays.push(one);
  }

  #of(group: string): Tally {
    const tally = this.groups.get(group) ?? new Tally();
    this.groups.set(group, tally);
    return tally;
  }
}
