// `npm run dev`: like `npm start`, and what you save is compiled and restarted: the service you touched, or all of
// them when it was a library or the contract.
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { main, run } from './command.ts';
import { compilePart, parts } from './compile.ts';
import { buildConsole } from './console.ts';
import { inRoot } from './paths.ts';
import { inParallel, say } from './progress.ts';
import { session } from './stack/session.ts';
import type { Stack } from './stack/stack.ts';
import type { Process } from './stack/supervisor.ts';

const derived = /(^|\/)(dist|gen|generated|node_modules)\//;
const inConsole = /^(apps\/console|libs\/contracts|proto)\//;
const generates = /\.(proto|prisma)$/;

/** The compiler adds its own stack after the words that matter. */
const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n\nCaused by')[0] ?? '';

/** What was saved and is not yet running: kept when a step fails, so that the next save catches up with all of it. */
class Pending {
  saved = new Set<string>();
  /** Apps and libs that were compiled since. */
  readonly compiled = new Set<string>();

  /** Which of the processes have to start again. */
  stale(stack: Stack, migrated: ReadonlySet<string>): Process[] {
    const all = [...this.compiled].some((part) => basename(dirname(part)) === 'libs');
    const touched = new Set([...this.compiled].map((part) => basename(part)));
    return stack.processes.filter(({ name }) => all || touched.has(name) || migrated.has(name));
  }
}

const migrationsIn = (files: readonly string[]): Set<string> =>
  new Set(files.flatMap((file) => /^apps\/([^/]+)\/prisma\/migrations\//.exec(file)?.[1] ?? []));

/** Takes what was saved to the running processes. */
async function renew(stack: Stack, pending: Pending): Promise<void> {
  const files = [...pending.saved];
  if (files.some((file) => generates.test(file))) await run('node', [inRoot('tools', 'gen.ts')]);
  for (const part of parts()) if ((await compilePart(part)) > 0) pending.compiled.add(part);
  if (files.some((file) => inConsole.test(file)) && (await buildConsole()))
    say('the console is built anew: load the page again');
  const migrated = migrationsIn(files);
  for (const name of migrated) await stack.migrate(name);
  const stale = pending.stale(stack, migrated);
  for (const file of files) pending.saved.delete(file);
  pending.compiled.clear();
  await inParallel(stale, 3, async (process) => {
    const done = `${process.name} runs what you saved`;
    say(await stack.supervisor.restart(process).then(() => done, reason));
  });
}

function watchSources(stack: Stack): void {
  const pending = new Pending();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  const apply = (): void => {
    turn = turn
      .then(() => renew(stack, pending))
      .catch((error: unknown) => say(`not applied: ${reason(error)}`));
  };
  for (const folder of ['apps', 'libs', 'proto']) {
    const watcher = watch(inRoot(folder), { recursive: true }, (_, name) => {
      const file = `${folder}/${name ?? ''}`;
      if (derived.test(file)) return;
      pending.saved.add(file);
      clearTimeout(timer);
      timer = setTimeout(apply, 150);
    });
    // A folder that vanishes while it is read, as when a branch is changed, is nothing to end for.
    watcher.on('error', (error) => say(`watching ${folder}: ${reason(error)}`));
    watcher.unref();
  }
}

main(() => session(watchSources));
