// `npm run dev`: like `npm start`, and what you save is compiled and restarted: the service you touched, or all of
// them when it was a library or the contract.
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { main, run } from './command.ts';
import { compilePart, parts } from './compile.ts';
import { inRoot } from './paths.ts';
import { inParallel, say } from './progress.ts';
import { session } from './stack/session.ts';
import type { Stack } from './stack/stack.ts';

const derived = /(^|\/)(dist|gen|generated|node_modules)\//;
const generates = /\.(proto|prisma)$/;

async function compileChanged(): Promise<string[]> {
  const changed: string[] = [];
  for (const part of parts()) if ((await compilePart(part)) > 0) changed.push(part);
  return changed;
}

/** The compiler adds its own stack after the words that matter. */
const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n\nCaused by')[0] ?? '';

/** Takes what was saved to the running processes. */
async function renew(stack: Stack, saved: ReadonlySet<string>): Promise<void> {
  const files = [...saved];
  if (files.some((file) => generates.test(file))) await run('node', [inRoot('tools', 'gen.ts')]);
  const changed = await compileChanged();
  const all = changed.some((part) => basename(dirname(part)) === 'libs');
  const touched = new Set(changed.map((part) => basename(part)));
  const migrated = files.flatMap((file) => /^apps\/([^/]+)\/prisma\/migrations\//.exec(file)?.[1] ?? []);
  for (const name of new Set(migrated)) await stack.migrate(name);
  const stale = stack.processes.filter(({ name }) => all || touched.has(name) || migrated.includes(name));
  await inParallel(stale, 3, async (process) => {
    await stack.supervisor.restart(process);
    say(`${process.name} runs what you saved`);
  });
}

function watchSources(stack: Stack): void {
  let saved = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  const apply = (): void => {
    const batch = saved;
    saved = new Set();
    turn = turn
      .then(() => renew(stack, batch))
      .catch((error: unknown) => say(`not applied: ${reason(error)}`));
  };
  for (const folder of ['apps', 'libs', 'proto']) {
    watch(inRoot(folder), { recursive: true }, (_, name) => {
      const file = `${folder}/${name ?? ''}`;
      if (derived.test(file)) return;
      saved.add(file);
      clearTimeout(timer);
      timer = setTimeout(apply, 150);
    }).unref();
  }
}

main(() => session(watchSources));
