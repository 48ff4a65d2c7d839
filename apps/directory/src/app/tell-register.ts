import { enumNumber } from '@anju/contracts';
import {
  TieKindSchema,
  TiesChangedSchema,
  UnitsChangedSchema,
  UnitUseSchema,
} from '@anju/contracts/directory';
import type { Plan, Tie, Unit } from '../domain/register-plan.js';
import type { Work } from '../store/database.js';
import type { RegisterStore } from '../store/register.store.js';

/** What one event carries at most, so that it stays small enough for every broker. */
const perEvent = 500;

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += perEvent) yield items.slice(at, at + perEvent);
}

function groups<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group.push(item);
    else found.set(key(item), [item]);
  }
  return found;
}

const unitState = ({ id, building, number, areaCentiM2, use }: Unit) => ({
  ...{ unitId: id, label: `${building}-${number}`, areaCentiM2: BigInt(areaCentiM2) },
  use: enumNumber(UnitUseSchema, use),
});

const tieState = ({ unitId, estateId, kind }: Tie) => ({
  ...{ unitId, estateId },
  kind: enumNumber(TieKindSchema, kind),
});

/** Tells units and ties that an import changed: units by estate, ties whole per person. */
export async function tellRegister(work: Work, plan: Plan, registers: RegisterStore): Promise<void> {
  const byEstate = groups([...plan.newUnits, ...plan.changedUnits], (unit) => unit.estateId);
  for (const [estateId, units] of byEstate) {
    for (const some of chunks(units))
      work.tell(
        UnitsChangedSchema,
        { estateId, units: some.map(unitState) },
        { subject: estateId, estateId },
      );
  }
  const personIds = [...new Set(plan.ties.map((tie) => tie.personId))];
  const ties = groups(await registers.tiesOf(work, personIds), (tie) => tie.personId);
  for (const some of chunks(personIds)) {
    const persons = some.map((personId) => ({ personId, ties: (ties.get(personId) ?? []).map(tieState) }));
    // One key for the company: whole states of one person, told by two imports, must keep their order.
    work.tell(TiesChangedSchema, { persons }, { subject: work.actor.tenantId });
  }
}
