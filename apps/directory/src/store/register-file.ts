import { DomainError } from '@anju/kernel';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

const mostRows = 200_000;
/** Longest time for reading a file, in milliseconds; the call itself has 120 s. */
const patience = 60_000;

/** What the reader sends: rows in slices, then how it ended. */
export type Read =
  | { readonly rows: readonly (readonly string[])[] }
  | { readonly end: 'read' | 'unreadable' | 'too_many_rows' };

const refusals = {
  unreadable: () =>
    new DomainError('directory.file_unreadable', 'invalid', {}, [{ field: 'file', rule: 'readable' }]),
  too_many_rows: () =>
    new DomainError('directory.too_many_rows', 'invalid', { limit: String(mostRows) }, [
      { field: 'file', rule: 'max_rows' },
    ]),
};

/**
 * Gives the rows of a register file as text cells, heading first, to `take`. A thread of its own reads it, with a bound
 * on memory and time: other calls go on meanwhile, and a file made to blow up a reader ends the thread, not the service.
 */
export function readRegisterFile(bytes: Uint8Array, take: (row: readonly string[]) => void): Promise<void> {
  // Tests run the sources as they are; the service runs what was compiled.
  const reader = new URL(`./register-reader.worker${extname(import.meta.filename)}`, import.meta.url);
  const copy = Uint8Array.from(bytes);
  const worker = new Worker(reader, {
    workerData: { bytes: copy, mostRows },
    transferList: [copy.buffer],
    resourceLimits: { maxOldGenerationSizeMb: 768 },
    execArgv: ['--no-warnings'],
  });
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(refusals.unreadable()), patience);
    worker.on('message', (read: Read) => {
      try {
        if ('rows' in read) read.rows.forEach(take);
        else if (read.end === 'read') resolve();
        else reject(refusals[read.end]());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    worker.on('error', () => reject(refusals.unreadable()));
    worker.on('exit', () => {
      clearTimeout(timer);
      reject(refusals.unreadable());
    });
  }).finally(() => void worker.terminate());
}
