import { DomainError } from '@anju/kernel';
import { type Cell, readSheet } from '@anju/sheets';
import { notText } from '../domain/register-row.js';

const limits = { mostRows: 200_000, longestCell: 500 };

/** A date is what spreadsheets make of "1-2", and a number may have lost its last digits. */
const text = (cell: Cell): string => (typeof cell === 'string' ? cell : notText);

/** Gives the rows of a register file as text cells, heading first, to `take`. */
export async function readRegisterFile(
  bytes: Uint8Array,
  take: (row: readonly string[]) => void,
): Promise<void> {
  const end = await readSheet(bytes, limits, (row) => take(row.map(text)));
  if (end === 'unreadable')
    throw new DomainError('directory.file_unreadable', 'invalid', {}, [{ field: 'file', rule: 'readable' }]);
  if (end === 'too_many_rows')
    throw new DomainError('directory.too_many_rows', 'invalid', { limit: String(limits.mostRows) }, [
      { field: 'file', rule: 'max_rows' },
    ]);
}
