import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { hire } from './thread.js';

/** Longest time for one slice, in milliseconds. */
const patience = 60_000;

/** A date is shown by its UTC fields, because a sheet knows no zone; undefined is an empty cell. */
export type Value = string | number | Date | undefined;

export interface Column {
  readonly heading: string;
  /** In characters. */
  readonly width: number;
}

export interface Order {
  readonly columns: readonly Column[];
  readonly mostBytes: number;
}

/** What the writer is sent: rows in slices, then nothing more. */
export type Slice = { readonly rows: readonly (readonly Value[])[] } | { readonly end: true };

/** What the writer answers to each. */
export type Written = 'taken' | 'too_large' | Uint8Array<ArrayBuffer>;

/**
 * An xlsx with one sheet of these columns. Only one slice is on its way at a time, so that the writer's memory holds
 * what is packed and little more.
 * @returns undefined when the file would be larger than `mostBytes`
 */
export async function writeSheet(
  order: Order,
  slices: AsyncIterable<readonly (readonly Value[])[]>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const worker = hire('writer', order);
  // Also while no answer is awaited: a thread that dies unheard would end the process.
  const death = new Promise<never>((_, reject) => worker.once('error', reject));
  death.catch(() => undefined);
  try {
    for await (const rows of slices) {
      if ((await Promise.race([answerTo(worker, { rows }), death])) === 'too_large') return undefined;
    }
    const file = await Promise.race([answerTo(worker, { end: true }), death]);
    return typeof file === 'string' ? undefined : file;
  } finally {
    void worker.terminate();
  }
}

async function answerTo(worker: Worker, slice: Slice): Promise<Written> {
  const answer = once(worker, 'message', { signal: AbortSignal.timeout(patience) });
  worker.postMessage(slice);
  return ((await answer) as [Written])[0];
}
