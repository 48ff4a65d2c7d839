import { extname } from 'node:path';
import { type Transferable, Worker } from 'node:worker_threads';

/**
 * Starts a reader or a writer in a thread of its own, with a bound on its memory. Whoever hires it ends it.
 * Workers import nothing of ours: Node runs their sources as they are when tests do.
 */
export function hire(
  name: 'reader' | 'writer',
  workerData: object,
  transferList: readonly Transferable[] = [],
): Worker {
  // Tests run the sources as they are; a service runs what was compiled.
  const file = new URL(`./${name}.worker${extname(import.meta.filename)}`, import.meta.url);
  return new Worker(file, {
    workerData,
    transferList: [...transferList],
    resourceLimits: { maxOldGenerationSizeMb: 768 },
    execArgv: ['--no-warnings'],
  });
}
