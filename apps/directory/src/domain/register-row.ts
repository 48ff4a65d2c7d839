import { isPhone, plainPhone } from './phone.js';
import {
  type BadRow,
  type Column,
  columns,
  type Headings,
  kinds,
  type RegisterRow,
  required,
  uses,
} from './register.js';

/** Estates a register may name, by name and by code. */
export type EstateIds = ReadonlyMap<string, string>;

/** What a cell holds that is no text any more: a date a spreadsheet made of "1-2", a number that lost its last digits. */
export const notText = '\0';

type Person = Pick<RegisterRow, 'name' | 'phone' | 'email' | 'idNumber'>;

/** Reads one row and collects everything that is wrong with it. */
class RowReader {
  readonly bad: BadRow[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: readonly string[],
    private readonly at: Headings,
  ) {}

  refuse(column: Column, rule: string, zh: string, en: string): void {
    this.bad.push({ row: this.row, column: this.at.get(column)?.heading ?? column, rule, zh, en });
  }

  /** The text of a cell. Codes and numbers may be typed in full width; names are left as they are. */
  text(column: Column, most: number, written: 'as it is' | 'as a code' = 'as it is'): string {
    const index = this.at.get(column)?.index ?? -1;
    const raw = this.cells[index] ?? '';
    const value = written === 'as a code' ? raw.normalize('NFKC').trim() : raw;
    if (value === '' && required.includes(column))
      this.refuse(column, 'required', '不能为空', 'must not be empty');
    if (value === notText) {
      this.refuse(
        column,
        'text',
        '请把该列设为文本格式后重新填写',
        'format the column as text and fill it in again',
      );
      return '';
    }
    if ([...value].length > most)
      this.refuse(column, 'max_len', `不能超过 ${most} 个字`, `at most ${most} characters`);
    // What a spreadsheet would run has no business in a register. A plus begins a phone number, too.
    if (/^[=@]|^\+(?!\d)/.test(value))
      this.refuse(column, 'no_formula', '不能是公式', 'must not be a formula');
    return value;
  }

  oneOf<T>(column: Column, known: ReadonlyMap<string, T>): T | undefined {
    const text = this.text(column, 20, 'as a code');
    const value = known.get(text.toLowerCase());
    if (value === undefined && text !== '')
      this.refuse(column, 'known', `无法识别「${text.slice(0, 20)}」`, `"${text.slice(0, 20)}" is not known`);
    return value;
  }

  /** Square metres with at most two decimals, in hundredths. */
  area(): number {
    const text = this.text('area', 12, 'as a code');
    const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text);
    const area = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : 0;
    const [zh, en] = [
      '面积必须是大于 0、最多两位小数的数字',
      'must be a number above 0 with at most two decimals',
    ];
    if (text !== '' && area <= 0) this.refuse('area', 'area', zh, en);
    return area;
  }

  estate(estates: EstateIds): string {
    const name = this.text('estate', 100);
    const id = estates.get(name) ?? '';
    if (name !== '' && id === '') {
      const shown = name.slice(0, 40);
      this.refuse('estate', 'known', `没有小区「${shown}」`, `there is no estate "${shown}"`);
    }
    return id;
  }

  person(): Person {
    const name = this.text('name', 50);
    const phone = plainPhone(this.text('phone', 32, 'as a code'));
    const email = this.text('email', 254, 'as a code');
    const idNumber = this.text('idNumber', 32, 'as a code').toUpperCase();
    if (phone !== '' && !isPhone(phone))
      this.refuse('phone', 'phone', '电话号码格式不正确', 'the phone number is not valid');
    if (email !== '' && !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email))
      this.refuse('email', 'email', '邮箱格式不正确', 'the e-mail address is not valid');
    if (idNumber !== '' && !/^[0-9A-Z()/-]{5,32}$/.test(idNumber))
      this.refuse('idNumber', 'id_number', '证件号格式不正确', 'the document number is not valid');
    if (name === '' && (phone || email || idNumber))
      this.refuse('name', 'required', '填写了联系方式但没有姓名', 'a person needs a name');
    return { name, phone, email, idNumber };
  }
}

/** One row of the sheet as a row of the register, or everything that is wrong with it. */
export function readRow(
  row: number,
  cells: readonly string[],
  at: Headings,
  estates: EstateIds,
): { good?: RegisterRow; bad: readonly BadRow[] } {
  const read = new RowReader(row, cells, at);
  const estateId = read.estate(estates);
  const building = read.text('building', 40, 'as a code');
  const entrance = read.text('entrance', 20, 'as a code');
  const door = read.text('number', 20, 'as a code');
  const areaCentiM2 = read.area();
  const [use, kind] = [read.oneOf('use', uses), read.oneOf('kind', kinds)];
  const person = read.person();
  if (read.bad.length > 0) return { bad: read.bad };
  const number = entrance === '' ? door : `${entrance}-${door}`;
  return { good: { row, estateId, building, number, areaCentiM2, use, kind, ...person }, bad: [] };
}

/** Whether the row says anything in a column of the register. */
export const isEmptyRow = (cells: readonly string[], at: Headings): boolean =>
  columns.every((column) => (cells[at.get(column)?.index ?? -1] ?? '') === '');
