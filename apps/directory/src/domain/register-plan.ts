import { type RegisterRow, type TieKind, unitKey, type UnitUse } from './register.js';

export interface Unit {
  readonly id: string;
  readonly estateId: string;
  readonly building: string;
  readonly number: string;
  readonly areaCentiM2: number;
  readonly use: UnitUse;
}

/** What the register knows of a person that a file could change; the phone only as the hash it is found by. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly phoneHash: string | null;
  readonly email: string;
  readonly idNumber: string;
}

export interface Tie {
  readonly personId: string;
  readonly unitId: string;
  readonly estateId: string;
  readonly kind: TieKind;
}

/** The part of the register that a file speaks of. */
export interface Standing {
  /** By `unitKey`. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly persons: readonly KnownPerson[];
  /** Ties of the units that the file names. */
  readonly ties: readonly Tie[];
}

/** A person to write; empty fields of a known one stay as they are. */
export interface PersonChange {
  readonly id: string;
  readonly known: boolean;
  name: string;
  phone: string;
  phoneHash: string | null;
  email: string;
  idNumber: string;
  readonly estateIds: Set<string>;
}

/** What an import would do: only what differs from what stands. */
export interface Plan {
  readonly newUnits: readonly Unit[];
  readonly changedUnits: readonly Unit[];
  readonly newBuildings: number;
  readonly persons: readonly PersonChange[];
  /** Ties that begin; an older one of the same person and unit ends. */
  readonly ties: readonly Tie[];
}

export interface PlanTools {
  readonly newId: () => string;
  readonly phoneHash: (phone: string) => string;
}

interface PlannedUnits extends Pick<Plan, 'newUnits' | 'changedUnits' | 'newBuildings'> {
  readonly ids: ReadonlyMap<string, string>;
}

function planUnits(
  rows: readonly RegisterRow[],
  standing: Standing['units'],
  newId: () => string,
): PlannedUnits {
  const first = new Map<string, RegisterRow>();
  const use = new Map<string, UnitUse>();
  for (const row of rows) {
    const key = unitKey(row);
    if (!first.has(key)) first.set(key, row);
    if (row.use) use.set(key, row.use);
  }
  const buildings = new Set([...standing.values()].map(buildingKey));
  const built = new Set([...first.values()].map(buildingKey).filter((key) => !buildings.has(key)));
  const [ids, newUnits, changedUnits] = [new Map<string, string>(), [] as Unit[], [] as Unit[]];
  for (const [key, { estateId, building, number, areaCentiM2 }] of first) {
    const known = standing.get(key);
    const unit = { id: known?.id ?? newId(), estateId, building, number, areaCentiM2 };
    const used = use.get(key) ?? known?.use ?? 'residential';
    ids.set(key, unit.id);
    if (!known) newUnits.push({ ...unit, use: used });
    else if (known.areaCentiM2 !== areaCentiM2 || known.use !== used)
      changedUnits.push({ ...unit, use: used });
  }
  return { ids, newUnits, changedUnits, newBuildings: built.size };
}

const buildingKey = ({ estateId, building }: { estateId: string; building: string }) =>
  `${estateId} ${building}`;

/** Who a row means: the person with that phone, else the resident of that unit with that name. */
class People {
  readonly changes = new Map<string, PersonChange>();
  readonly #byPhone = new Map<string, string>();
  readonly #byHome = new Map<string, string>();
  readonly #known: ReadonlyMap<string, KnownPerson>;

  constructor(
    { persons, ties }: Standing,
    private readonly tools: PlanTools,
  ) {
    this.#known = new Map(persons.map((person) => [person.id, person]));
    for (const { id, phoneHash } of persons) if (phoneHash) this.#byPhone.set(phoneHash, id);
    for (const { personId, unitId } of ties) {
      const name = this.#known.get(personId)?.name;
      if (name) this.#byHome.set(`${unitId} ${name}`, personId);
    }
  }

  /** The person's id; notes what the row adds or changes. */
  meet(row: RegisterRow, unitId: string): string {
    const phoneHash = row.phone === '' ? null : this.tools.phoneHash(row.phone);
    const id = this.#find(row, unitId, phoneHash) ?? this.tools.newId();
    const known = this.#known.get(id);
    const before = this.changes.get(id) ?? {
      id,
      known: known !== undefined,
      ...nothing,
      estateIds: new Set<string>(),
    };
    if (known?.name !== row.name) before.name = row.name;
    if (phoneHash && known?.phoneHash !== phoneHash)
      [before.phone, before.phoneHash] = [row.phone, phoneHash];
    if (row.email !== known?.email) before.email ||= row.email;
    if (row.idNumber !== known?.idNumber) before.idNumber ||= row.idNumber;
    before.estateIds.add(row.estateId);
    const isChange = !known || before.name || before.phoneHash || before.email || before.idNumber;
    if (isChange) this.changes.set(id, before);
    if (phoneHash) this.#byPhone.set(phoneHash, id);
    this.#byHome.set(`${unitId} ${row.name}`, id);
    return id;
  }

  /** Somebody found by name only is meant when not both the row and the register have a phone, for then they differ. */
  #find({ name }: RegisterRow, unitId: string, phoneHash: string | null): string | undefined {
    const byPhone = phoneHash ? this.#byPhone.get(phoneHash) : undefined;
    if (byPhone) return byPhone;
    const id = this.#byHome.get(`${unitId} ${name}`);
    const hasPhone = id && (this.#known.get(id)?.phoneHash ?? this.changes.get(id)?.phoneHash);
    return id && !(phoneHash && hasPhone) ? id : undefined;
  }
}

const nothing = { name: '', phone: '', phoneHash: null, email: '', idNumber: '' };

const tieKey = ({ personId, unitId }: { personId: string; unitId: string }) => `${personId} ${unitId}`;

/** Compares good rows with what stands. Nobody is taken out: who is missing from a file stays. */
export function planRegister(rows: readonly RegisterRow[], standing: Standing, tools: PlanTools): Plan {
  const { ids, ...units } = planUnits(rows, standing.units, tools.newId);
  const people = new People(standing, tools);
  const standingKinds = new Map(standing.ties.map((tie) => [tieKey(tie), tie.kind]));
  const ties = new Map<string, Tie>();
  for (const row of rows) {
    if (row.name === '') continue;
    const unitId = ids.get(unitKey(row)) ?? '';
    const personId = people.meet(row, unitId);
    const key = tieKey({ personId, unitId });
    const stands = standingKinds.get(key);
    const kind = row.kind ?? stands ?? 'owner';
    if (kind !== stands) ties.set(key, { personId, unitId, estateId: row.estateId, kind });
  }
  return { ...units, persons: [...people.changes.values()], ties: [...ties.values()] };
}
