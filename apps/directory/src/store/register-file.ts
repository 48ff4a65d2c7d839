import { DomainError } from '@anju/kernel';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';

const mostRows = 200_000;
const mostBytes = 300 * 1024 * 1024;

const unreadable = () =>
  new DomainError('directory.file_unreadable', 'invalid', {}, [{ field: 'file', rule: 'readable' }]);

/** What the parts of a zip say they unpack to; a bomb is refused before anything is unpacked. */
function unpackedSize(zip: Buffer): number {
  let sum = 0;
  for (
    let at = zip.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0 && at + 46 <= zip.length;
    at = zip.indexOf('PK\x01\x02', at + 46, 'latin1')
  ) {
    sum += zip.readUInt32LE(at + 24);
  }
  return sum;
}

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : '';
};

/** UTF-8, or what Chinese spreadsheets write when they say "CSV". */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

async function sheetOf(bytes: Buffer): Promise<unknown[][]> {
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const options = { relax_column_count: true, skip_empty_lines: false, bom: true } as const;
  if (!isZip) return parse(decode(bytes), options);
  if (unpackedSize(bytes) > mostBytes) throw unreadable();
  return readSheet(bytes);
}

/** A register file as text cells, heading first. xlsx and CSV tell themselves apart. */
export async function readRegisterFile(bytes: Uint8Array): Promise<string[][]> {
  let sheet: unknown[][];
  try {
    sheet = await sheetOf(Buffer.from(bytes));
  } catch (error) {
    throw error instanceof DomainError ? error : unreadable();
  }
  if (!Array.isArray(sheet) || sheet.length === 0) throw unreadable();
  if (sheet.length > mostRows)
    throw new DomainError('directory.too_many_rows', 'invalid', { limit: String(mostRows) });
  return sheet.map((row) => row.map(cell));
}
