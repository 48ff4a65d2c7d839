import { isPhone, plainPhone } from './masking.js';

export type TieKind = 'owner' | 'co_owner' | 'occupant';
export type UnitUse = 'residential' | 'commercial' | 'parking' | 'other';

/** One row of a register that is good. */
export interface RegisterRow {
  readonly row: number;
  readonly estateId: string;
  readonly building: string;
  readonly number: string;
  readonly areaCentiM2: number;
  readonly use: UnitUse;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly idNumber: string;
  readonly kind: TieKind;
}

export interface BadRow {
  /** As the spreadsheet counts: the heading is row 1. */
  readonly row: number;
  readonly column: string;
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
}

const headings = {
  estate: ['小区', 'estate'],
  building: ['楼栋', 'building'],
  entrance: ['单元', 'entrance'],
  number: ['房号', 'unit'],
  area: ['面积', 'area'],
  use: ['用途', 'use'],
  name: ['姓名', 'name'],
  phone: ['电话', 'phone'],
  idNumber: ['证件号', 'id number'],
  email: ['邮箱', 'email'],
  kind: ['身份', 'tie'],
} as const;

type Column = keyof typeof headings;
const columns = Object.keys(headings) as Column[];
const required: readonly Column[] = ['estate', 'building', 'number', 'area'];

const uses: Readonly<Record<string, UnitUse>> = {
  '': 'residential',
  ...{
    住宅: 'residential',
    residential: 'residential',
    商业: 'commercial',
    商铺: 'commercial',
    commercial: 'commercial',
  },
  ...{ 车位: 'parking', parking: 'parking', 其他: 'other', other: 'other' },
};

const kinds: Readonly<Record<string, TieKind>> = {
  '': 'owner',
  ...{ 业主: 'owner', owner: 'owner', 共有人: 'co_owner', 'co-owner': 'co_owner', co_owner: 'co_owner' },
  ...{ 使用人: 'occupant', 租户: 'occupant', occupant: 'occupant' },
};

/** Which column of the sheet holds what; a heading may carry a unit, such as 面积(㎡). */
export function readHeadings(heading: readonly string[]): {
  at: ReadonlyMap<Column, number>;
  missing: string[];
} {
  const names = heading.map((text) =>
    text
      .replace(/[((].*$/, '')
      .trim()
      .toLowerCase(),
  );
  const found = columns.map(
    (column) =>
      [column, names.findIndex((name) => headings[column].some((known) => known === name))] as const,
  );
  const at = new Map(found.filter(([, index]) => index >= 0));
  return { at, missing: required.filter((column) => !at.has(column)).map((column) => headings[column][0]) };
}

type Cells = Readonly<Record<Column, string>>;

class RowCheck {
  readonly bad: BadRow[] = [];

  constructor(readonly row: number) {}

  refuse(column: Column, rule: string, zh: string, en: string): void {
    this.bad.push({ row: this.row, column: headings[column][0], rule, zh, en });
  }

  text(cells: Cells, column: Column, most: number): string {
    const value = cells[column];
    if (value === '' && required.includes(column))
      this.refuse(column, 'required', '不能为空', 'must not be empty');
    if ([...value].length > most)
      this.refuse(column, 'max_len', `不能超过 ${most} 个字`, `at most ${most} characters`);
    // A cell that a spreadsheet would run has no business in a register.
    if (/^[=+@\t\r]/.test(value)) this.refuse(column, 'no_formula', '不能是公式', 'must not be a formula');
    return value;
  }

  area(text: string): number {
    const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text);
    const area = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : 0;
    if (text !== '' && area <= 0) {
      this.refuse(
        'area',
        'area',
        '面积必须是大于 0、最多两位小数的数字',
        'the area must be a number above 0 with at most two decimals',
      );
    }
    return area;
  }

  oneOf<T>(column: Column, text: string, known: Readonly<Record<string, T>>, otherwise: T): T {
    const value = known[text.toLowerCase()];
    if (value === undefined) this.refuse(column, 'known', `无法识别「${text}」`, `"${text}" is not known`);
    return value ?? otherwise;
  }
}

function checkPerson(
  check: RowCheck,
  cells: Cells,
): Pick<RegisterRow, 'name' | 'phone' | 'email' | 'idNumber'> {
  const name = check.text(cells, 'name', 50);
  const phone = plainPhone(cells.phone);
  const email = check.text(cells, 'email', 254);
  const idNumber = check.text(cells, 'idNumber', 32);
  if (phone !== '' && !isPhone(phone))
    check.refuse('phone', 'phone', '电话号码格式不正确', 'the phone number is not valid');
  if (name === '' && (phone || email || idNumber))
    check.refuse('name', 'required', '填写了联系方式但没有姓名', 'a person needs a name');
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    check.refuse('email', 'email', '邮箱格式不正确', 'the e-mail address is not valid');
  return { name, phone, email, idNumber };
}

/** Estates a register may name, by name and by code. */
export type EstateIds = ReadonlyMap<string, string>;

function checkRow(
  row: number,
  cells: Cells,
  estates: EstateIds,
): { good?: RegisterRow; bad: readonly BadRow[] } {
  const check = new RowCheck(row);
  const estate = check.text(cells, 'estate', 100);
  const estateId = estates.get(estate) ?? '';
  if (estate !== '' && estateId === '')
    check.refuse('estate', 'known', `没有小区「${estate}」`, `there is no estate "${estate}"`);
  const building = check.text(cells, 'building', 40);
  const [entrance, door] = [check.text(cells, 'entrance', 20), check.text(cells, 'number', 20)];
  const areaCentiM2 = check.area(check.text(cells, 'area', 12));
  const use = check.oneOf('use', cells.use, uses, 'other');
  const kind = check.oneOf('kind', cells.kind, kinds, 'owner');
  const person = checkPerson(check, cells);
  if (check.bad.length > 0) return { bad: check.bad };
  const number = entrance === '' ? door : `${entrance}-${door}`;
  return { good: { row, estateId, building, number, areaCentiM2, use, kind, ...person }, bad: [] };
}

const unitKey = (row: RegisterRow) => JSON.stringify([row.estateId, row.building, row.number]);

/** Rows that contradict or repeat an earlier one. */
function checkAcross(rows: readonly RegisterRow[]): BadRow[] {
  const units = new Map<string, RegisterRow>();
  const persons = new Set<string>();
  const bad: BadRow[] = [];
  for (const row of rows) {
    const key = unitKey(row);
    const first = units.get(key);
    if (!first) units.set(key, row);
    else if (first.areaCentiM2 !== row.areaCentiM2) {
      const [zh, en] = [
        `与第 ${first.row} 行同一房屋的面积不一致`,
        `differs from row ${first.row} for the same unit`,
      ];
      bad.push({ row: row.row, column: headings.area[0], rule: 'same_unit', zh, en });
    }
    const person = `${key} ${row.phone || row.name}`;
    if (persons.has(person)) {
      bad.push({
        row: row.row,
        column: headings.name[0],
        rule: 'unique',
        zh: '与前面的行重复',
        en: 'repeats an earlier row',
      });
    }
    persons.add(person);
  }
  return bad;
}

/** Every row of a sheet as a register row, or all that is wrong with it. */
export function checkRegister(
  sheet: readonly (readonly string[])[],
  at: ReadonlyMap<Column, number>,
  estates: EstateIds,
): { rows: RegisterRow[]; bad: BadRow[] } {
  const rows: RegisterRow[] = [];
  const bad: BadRow[] = [];
  sheet.forEach((cells, index) => {
    if (cells.every((cell) => cell === '')) return;
    const named = Object.fromEntries(
      columns.map((column) => [column, cells[at.get(column) ?? -1] ?? '']),
    ) as Cells;
    const result = checkRow(index + 2, named, estates);
    bad.push(...result.bad);
    if (result.good) rows.push(result.good);
  });
  return { rows, bad: [...bad, ...checkAcross(rows)].sort((a, b) => a.row - b.row) };
}
