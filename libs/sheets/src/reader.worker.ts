// Runs in a thread of its own: a file in, rows of cells out.
import { parse } from 'csv-parse/sync';
import { unzipSync, zipSync } from 'fflate';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';
import type { Read, ReadEnd, ReadLimits, SentCell } from './read-sheet.js';

const megabyte = 1024 * 1024;
const mostUnpacked = 300 * megabyte;
const mostCells = 40_000_000;
const mostColumns = 100;
const slice = 1_000;

const { bytes, mostRows, longestCell } = workerData as ReadLimits & { bytes: Uint8Array };

/** As a spreadsheet shows it, with 15 digits: 88.8, not 88.80000000000001. A longer whole number has lost some. */
const numberText = (value: number): string | null =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(Number(value.toPrecision(15)));

function cell(value: unknown): SentCell {
  if (value === null || value === undefined) return '';
  // A sheet keeps a moment as a fraction of the day, which is not exact.
  if (value instanceof Date) return Math.round(value.getTime() / 1_000) * 1_000;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, longestCell) : '';
}

/** UTF-8, or what Chinese spreadsheets write when they say "CSV". */
function decode(text: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    return new TextDecoder('gb18030').decode(text);
  }
}

const readCsv = (text: Uint8Array): unknown[][] =>
  parse(decode(text), {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: 64 * 1024,
    to: mostRows + 1,
  });

/** Columns A, B, … as 1, 2, …; enough for two letters. */
const columnOf = (letters: string) =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** The spreadsheet library fills every gap with empty cells: an address far out would fill the memory. */
function checkAddresses(sheet: Uint8Array): void {
  const text = Buffer.from(sheet.buffer, sheet.byteOffset, sheet.byteLength).toString('latin1');
  let [columns, rows] = [1, 0];
  for (const [, address = ''] of text.matchAll(/\sr\s*=\s*["']([^"']*)["']/g)) {
    const match = /^([A-Z]{0,2})(\d{1,7})$/.exec(address);
    if (!match) throw new Error(`address ${address.slice(0, 20)}`);
    columns = Math.max(columns, columnOf(match[1] ?? ''));
    rows = Math.max(rows, Number(match[2]));
  }
  if (rows > 1_048_576 || rows * columns > mostCells) throw new Error('too large a sheet');
}

/**
 * Unpacks what a spreadsheet needs, into no more room than the archive's directory says, and packs that again: what the
 * library then reads is only what was looked at here.
 */
async function readXlsx(archive: Uint8Array): Promise<unknown[][]> {
  let unpacked = 0;
  const parts = unzipSync(archive, {
    filter: ({ name, originalSize }) => {
      unpacked += originalSize;
      if (unpacked > mostUnpacked) throw new Error('too large unpacked');
      return /\.(?:xml|rels)$/.test(name);
    },
  });
  for (const [name, part] of Object.entries(parts)) if (name.includes('worksheets/')) checkAddresses(part);
  return readSheet(Buffer.from(zipSync(parts, { level: 0 })));
}

const send = (read: Read): void => parentPort?.postMessage(read);

async function read(): Promise<ReadEnd> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const sheet = await (isZip ? readXlsx(bytes) : readCsv(bytes));
  if (sheet.length === 0) return 'unreadable';
  if (sheet.length > mostRows) return 'too_many_rows';
  for (let at = 0; at < sheet.length; at += slice) {
    send({ rows: sheet.slice(at, at + slice).map((row) => row.slice(0, mostColumns).map(cell)) });
    // Lets the service take a slice before the next one comes.
    await pause(1);
  }
  return 'read';
}

const end = await read().catch(() => 'unreadable' as const);
send({ end });
