import type { BadRow, Known } from './row-reader.js';
import type { Columns } from './transfer-columns.js';
import { readRow, type TransferRow } from './transfer-row.js';
import type { Cell } from './transfer-time.js';

/** As many bad rows as somebody can use; the rest is only counted. */
const mostKept = 1_000;

/** Takes a sheet row by row, in order, without its heading; knows the old numbers before. */
export class TransferCheck {
  readonly rows: TransferRow[] = [];
  readonly bad: BadRow[] = [];
  rowCount = 0;
  badRowCount = 0;
  #row = 1;
  readonly #numbers = new Map<string, number>();

  constructor(
    private readonly at: Columns,
    private readonly known: Known,
  ) {}

  add(cells: readonly Cell[]): void {
    this.#row += 1;
    const isEmpty = (cell: Cell | undefined) => cell === undefined || cell === '';
    if ([...this.at.values()].every(({ index }) => isEmpty(cells[index]))) return;
    this.rowCount += 1;
    const { good, bad } = readRow(this.#row, cells, this.at, this.known);
    const wrong = good ? this.#repeats(good) : bad;
    if (wrong.length > 0) this.badRowCount += 1;
    else if (good) this.rows.push(good);
    this.bad.push(...wrong.slice(0, mostKept - this.bad.length));
  }

  #repeats({ externalNumber }: TransferRow): BadRow[] {
    const first = this.#numbers.get(externalNumber);
    if (first === undefined) {
      this.#numbers.set(externalNumber, this.#row);
      return [];
    }
    const column = this.at.get('externalNumber')?.heading ?? '';
    const words = { zh: `与第 ${first} 行编号相同`, en: `has the number of row ${first}` };
    return [{ row: this.#row, column, rule: 'unique', ...words }];
  }
}
