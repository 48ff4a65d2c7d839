export type TieKind = 'owner' | 'co_owner' | 'occupant';
export type UnitUse = 'residential' | 'commercial' | 'parking' | 'other';

/** One row of a register that is good. What a row leaves open stays as it is in the register. */
export interface RegisterRow {
  /** As the spreadsheet counts: the heading is row 1. */
  readonly row: number;
  readonly estateId: string;
  readonly building: string;
  readonly number: string;
  readonly areaCentiM2: number;
  readonly use: UnitUse | undefined;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly idNumber: string;
  readonly kind: TieKind | undefined;
}

export interface BadRow {
  readonly row: number;
  /** The column's heading as the file has it. */
  readonly column: string;
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
}

export const unitKey = ({
  estateId,
  building,
  number,
}: Pick<RegisterRow, 'estateId' | 'building' | 'number'>): string =>
  JSON.stringify([estateId, building, number]);

/** Names a column may have; the first is the one that is shown when the column is missing. */
const names = {
  estate: ['小区', 'estate'],
  building: ['楼栋', 'building'],
  entrance: ['单元', 'entrance'],
  number: ['房号', 'unit'],
  area: ['面积', 'area'],
  use: ['用途', 'use'],
  name: ['姓名', 'name'],
  phone: ['电话', '手机', '手机号', '联系电话', 'phone'],
  idNumber: ['证件号', '证件号码', '身份证号', 'id number'],
  email: ['邮箱', '电子邮箱', 'email', 'e-mail'],
  kind: ['身份', 'tie', 'tie kind'],
} as const;

export type Column = keyof typeof names;
export const columns = Object.keys(names) as Column[];
export const required: readonly Column[] = ['estate', 'building', 'number', 'area'];

/** Where the file has each column, and under which heading. */
export type Headings = ReadonlyMap<Column, { readonly index: number; readonly heading: string }>;

/** A heading may carry a unit or a remark, such as 面积(㎡). */
const plainHeading = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\(.*$/, '')
    .replace(/[\s*]+/g, ' ')
    .trim()
    .toLowerCase();

/** Which column of the sheet holds what, and which are missing. */
export function readHeadings(cells: readonly string[]): { at: Headings; missing: string[] } {
  const shown = cells.map(plainHeading);
  const at = new Map<Column, { index: number; heading: string }>();
  for (const column of columns) {
    const index = shown.findIndex((heading) => (names[column] as readonly string[]).includes(heading));
    if (index >= 0) at.set(column, { index, heading: shown[index] ?? '' });
  }
  return { at, missing: required.filter((column) => !at.has(column)).map((column) => names[column][0]) };
}

/** Words of the sheet for the use of a unit and the tie of a person. */
export const uses: ReadonlyMap<string, UnitUse> = new Map([
  ...(['住宅', 'residential'] as const).map((word) => [word, 'residential'] as const),
  ...(['商业', '商铺', 'commercial'] as const).map((word) => [word, 'commercial'] as const),
  ...(['车位', 'parking'] as const).map((word) => [word, 'parking'] as const),
  ...(['其他', '其它', 'other'] as const).map((word) => [word, 'other'] as const),
]);

export const kinds: ReadonlyMap<string, TieKind> = new Map([
  ...(['业主', 'owner'] as const).map((word) => [word, 'owner'] as const),
  ...(['共有人', 'co-owner', 'co_owner'] as const).map((word) => [word, 'co_owner'] as const),
  ...(['使用人', '租户', '租客', 'occupant'] as const).map((word) => [word, 'occupant'] as const),
]);
