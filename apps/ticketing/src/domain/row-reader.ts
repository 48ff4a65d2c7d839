import type { Columns, Field } from './transfer-columns.js';
import { type Cell, readTime, type SaidTime } from './transfer-time.js';
import { plainWord } from './transfer-words.js';

export interface BadRow {
  readonly row: number;
  /** The column's heading as the file has it. */
  readonly column: string;
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
}

/** What a row may name. */
export interface Known {
  /** By name and by code. */
  readonly estates: ReadonlyMap<string, { readonly id: string; readonly zone: string }>;
  readonly unit: (estateId: string, label: string) => string | undefined;
  readonly now: Date;
}

/** Reads one row and collects everything that is wrong with it. */
export class RowReader {
  readonly bad: BadRow[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: readonly Cell[],
    readonly at: Columns,
    readonly known: Known,
  ) {}

  refuse(field: Field, rule: string, zh: string, en: string): void {
    this.bad.push({ row: this.row, column: this.at.get(field)?.heading ?? field, rule, zh, en });
  }

  cell(field: Field): Cell {
    const cell = this.cells[this.at.get(field)?.index ?? -1];
    return cell === undefined ? '' : cell;
  }

  require(field: Field): void {
    this.refuse(field, 'required', '不能为空', 'must not be empty');
  }

  text(field: Field, most: number): string {
    const value = this.cell(field);
    if (typeof value !== 'string') {
      const zh = '请把该列设为文本格式后重新填写';
      this.refuse(field, 'text', zh, 'format the column as text and fill it in again');
      return '';
    }
    if ([...value].length > most)
      this.refuse(field, 'max_len', `不能超过 ${most} 个字`, `at most ${most} characters`);
    return value;
  }

  number(): string {
    const value = this.text('externalNumber', 64).normalize('NFKC').trim();
    if (value === '' && this.bad.length === 0) this.require('externalNumber');
    return value;
  }

  oneOf<T>(field: Field, words: ReadonlyMap<string, T>): T | undefined {
    const said = this.text(field, 50);
    const value = words.get(plainWord(said));
    if (value === undefined && said !== '') {
      const some = [...words.keys()].filter((word) => !/[a-z]/.test(word)).slice(0, 6);
      const zh = `无法识别「${said.slice(0, 20)}」,可填:${some.join('、')} 等`;
      this.refuse(
        field,
        'known',
        zh,
        `"${said.slice(0, 20)}" is not known; say for example ${some.join(', ')}`,
      );
    }
    return value;
  }

  estate(): { readonly id: string; readonly zone: string } | undefined {
    const name = this.text('estate', 100);
    if (name === '') return void this.require('estate');
    const estate = this.known.estates.get(name);
    const [zh, en] = [`没有小区「${name.slice(0, 40)}」`, `there is no estate "${name.slice(0, 40)}"`];
    if (!estate) this.refuse('estate', 'known', `${zh},或不在您的管理范围内`, `${en} within your reach`);
    return estate;
  }

  unit(estateId: string | undefined): string | undefined {
    const label = this.text('unit', 60);
    if (label === '' || estateId === undefined) return undefined;
    const id = this.known.unit(estateId, label);
    const shown = label.slice(0, 40);
    if (!id) this.refuse('unit', 'known', `该小区没有房屋「${shown}」`, `the estate has no unit "${shown}"`);
    return id;
  }

  time(field: 'createTime' | 'resolveTime' | 'closeTime'): SaidTime | undefined {
    const cell = this.cell(field);
    if (cell === '') return undefined;
    const said = cell === null ? undefined : readTime(cell);
    const zh = '无法识别的时间,可填 2026-03-02 09:05、2026/3/2 或 2026年3月2日 9:05';
    if (!said) this.refuse(field, 'time', zh, 'not a time; write 2026-03-02 09:05');
    return said;
  }
}
