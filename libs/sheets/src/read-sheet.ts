import { hire } from './thread.js';

/** Longest time for reading a file, in milliseconds; calls that read one have 120 s. */
const patience = 60_000;

/**
 * Text as it is shown; a date, whose UTC fields are what the sheet shows, because a sheet knows no zone; null for a
 * whole number too long for a spreadsheet, which has lost its last digits.
 */
export type Cell = string | Date | null;

export interface ReadLimits {
  /** Rows with the heading; more are not read. */
  readonly mostRows: number;
  /** Longer text is cut, so that a caller who allows less still sees that it is too long. */
  readonly longestCell: number;
}

/** How it ended. */
export type ReadEnd = 'read' | 'unreadable' | 'too_many_rows';

/** A cell on its way between threads: a date goes as its milliseconds. */
export type SentCell = string | number | null;

/** What the reader sends: rows in slices, then how it ended. */
export type Read = { readonly rows: readonly (readonly SentCell[])[] } | { readonly end: ReadEnd };

const arrived = (cell: SentCell): Cell => (typeof cell === 'number' ? new Date(cell) : cell);

/** Gives the rows of the first sheet to `take`, heading first. What `take` throws ends the reading and flies on. */
export function readSheet(
  bytes: Uint8Array,
  limits: ReadLimits,
  take: (row: readonly Cell[]) => void,
): Promise<ReadEnd> {
  const copy = Uint8Array.from(bytes);
  const worker = hire('reader', { bytes: copy, ...limits }, [copy.buffer]);
  return new Promise<ReadEnd>((resolve, reject) => {
    const timer = setTimeout(() => resolve('unreadable'), patience);
    worker.on('message', (read: Read) => {
      try {
        if ('rows' in read) for (const row of read.rows) take(row.map(arrived));
        else resolve(read.end);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    worker.on('error', () => resolve('unreadable'));
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve('unreadable');
    });
  }).finally(() => void worker.terminate());
}
