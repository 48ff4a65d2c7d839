import { DomainError } from '@anju/kernel';
import { type Cell, readSheet } from '@anju/sheets';

const mostRows = 20_000;
// Above what a description may have, so that too long a one is seen and not cut.
const longestCell = 10_000;

/** The rows of a file of cases, heading first. */
export async function readTransferFile(bytes: Uint8Array): Promise<(readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  const end = await readSheet(bytes, { mostRows: mostRows + 1, longestCell }, (row) => rows.push(row));
  if (end === 'unreadable')
    throw new DomainError('ticketing.sheet_unreadable', 'invalid', {}, [{ field: 'file', rule: 'readable' }]);
  if (end === 'too_many_rows')
    throw new DomainError('ticketing.too_many_rows', 'invalid', { limit: String(mostRows) }, [
      { field: 'file', rule: 'max_rows' },
    ]);
  return rows;
}
