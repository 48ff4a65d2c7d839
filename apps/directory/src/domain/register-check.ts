import { type BadRow, type Column, type Headings, type RegisterRow, unitKey } from './register.js';
import { type EstateIds, isEmptyRow, readRow } from './register-row.js';

/** As many bad rows as somebody can use; the rest is only counted. */
const mostKept = 1_000;

interface SeenUnit {
  readonly row: number;
  readonly areaCentiM2: number;
  use: RegisterRow['use'];
  /** Residents by name; whether each was given with a phone. */
  readonly names: Map<string, boolean>;
  readonly phones: Set<string>;
}

/** Takes a sheet row by row, in order; knows the rows before, so that contradictions and repeats are found. */
export class RegisterCheck {
  readonly rows: RegisterRow[] = [];
  readonly bad: BadRow[] = [];
  rowCount = 0;
  badRowCount = 0;
  #row = 1;
  readonly #units = new Map<string, SeenUnit>();
  readonly #people = new Map<string, { row: number; name: string }>();

  constructor(
    private readonly at: Headings,
    private readonly estates: EstateIds,
  ) {}

  add(cells: readonly string[]): void {
    this.#row += 1;
    if (isEmptyRow(cells, this.at)) return;
    this.rowCount += 1;
    const { good, bad } = readRow(this.#row, cells, this.at, this.estates);
    const wrong = good ? [...this.#againstUnit(good), ...this.#againstPeople(good)] : bad;
    if (wrong.length > 0) this.badRowCount += 1;
    else if (good) this.rows.push(good);
    this.bad.push(...wrong.slice(0, mostKept - this.bad.length));
  }

  #bad(column: Column, rule: string, zh: string, en: string): BadRow {
    return { row: this.#row, column: this.at.get(column)?.heading ?? column, rule, zh, en };
  }

  *#againstUnit(row: RegisterRow): Generator<BadRow> {
    const key = unitKey(row);
    const { areaCentiM2, use } = row;
    const unit = this.#units.get(key) ?? {
      row: row.row,
      areaCentiM2,
      use,
      names: new Map(),
      phones: new Set(),
    };
    this.#units.set(key, unit);
    const [zh, en] = [`与第 ${unit.row} 行同一房屋不一致`, `differs from row ${unit.row} for the same unit`];
    if (unit.areaCentiM2 !== areaCentiM2) yield this.#bad('area', 'same_unit', zh, en);
    unit.use ??= use;
    if (use && unit.use !== use) yield this.#bad('use', 'same_unit', zh, en);
    yield* this.#repeats(row, unit);
  }

  /** The same resident twice: by phone, or by name where one of the two rows has no phone; or nobody twice. */
  *#repeats({ name, phone }: RegisterRow, { names, phones }: SeenUnit): Generator<BadRow> {
    const byName = names.get(name);
    const again = phone === '' ? byName !== undefined : phones.has(phone) || byName === false;
    if (again)
      yield this.#bad(name === '' ? 'number' : 'name', 'unique', '与前面的行重复', 'repeats an earlier row');
    names.set(name, phone !== '');
    if (phone !== '') phones.add(phone);
  }

  /** A phone stands for one person in the whole company: two names for it cannot both be kept. */
  *#againstPeople({ row, name, phone }: RegisterRow): Generator<BadRow> {
    if (phone === '') return;
    const first = this.#people.get(phone);
    if (!first) this.#people.set(phone, { row, name });
    else if (first.name !== name) {
      const zh = `与第 ${first.row} 行的另一位住户电话相同,请只保留一处`;
      yield this.#bad(
        'phone',
        'same_phone',
        zh,
        `is the phone of somebody else in row ${first.row}; keep one`,
      );
    }
  }
}
