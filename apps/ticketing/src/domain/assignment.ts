import type { CasesMeant } from './desk-setting.js';

export type AssignBy = 'least_load' | 'round_robin';

/** Who is proposed for a new case. */
export interface AssignmentRule extends CasesMeant {
  readonly id: string;
  /** Lower ones are tried first. */
  readonly priority: number;
  /** Empty for every service specialist of the estate. */
  readonly staffIds: readonly string[];
  readonly by: AssignBy;
  readonly updatedAt: Date;
  readonly version: number;
}

/** Of a company. */
export const mostRules = 100;

/** Somebody of the desk. */
export interface DeskPerson {
  readonly staffId: string;
  readonly onDuty: boolean;
  readonly openCases: number;
  /** Grows with every case given to anybody: the lowest went without one longest. */
  readonly turn: number;
}

/** Whose case it is to be; nobody when nobody is on duty. The same people give the same answer, in whatever order. */
export function pick(
  { by, staffIds }: Pick<AssignmentRule, 'by' | 'staffIds'>,
  people: readonly DeskPerson[],
): string | undefined {
  const load = (one: DeskPerson) => (by === 'least_load' ? one.openCases : 0);
  const [first] = people
    .filter(({ onDuty, staffId }) => onDuty && (staffIds.length === 0 || staffIds.includes(staffId)))
    .sort((a, b) => load(a) - load(b) || a.turn - b.turn || (a.staffId < b.staffId ? -1 : 1));
  return first?.staffId;
}
