import { eventually } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portFor } from '../tools/stack/ports.ts';
import { readState } from '../tools/stack/state.ts';
import { aCheckout } from './checkout.js';

let checkout: string;
let dev: ChildProcess;
let url: string;
let said = '';

const file = (path: string) => join(checkout, path);
const pids = () => readState(file('.anju')).pids;

/** Saves a file as an editor does; answers how to put it back. */
function save(path: string, change: (source: string) => string): () => void {
  const before = readFileSync(file(path), 'utf8');
  writeFileSync(file(path), change(before));
  return () => writeFileSync(file(path), before);
}

/** Waits until `words` are said anew, while `step` or after it. */
async function untilSaid(words: RegExp, step: () => void): Promise<void> {
  const from = said.length;
  step();
  const ended = () => dev.exitCode !== null;
  await eventually(() => ended() || words.test(said.slice(from)), 180_000).catch((error: unknown) => {
    throw new Error(`never said ${words.source}, but:\n${said.slice(from)}`, { cause: error });
  });
  if (!words.test(said.slice(from))) throw new Error(`ended without ${words.source}:\n${said.slice(from)}`);
}

/** Names of the processes that are others than before. */
const changedSince = (before: Record<string, number>) =>
  Object.entries(pids())
    .filter(([name, pid]) => before[name] !== pid)
    .map(([name]) => name)
    .sort();

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeAll(async () => {
  checkout = aCheckout();
  const port = await portFor('gateway', {});
  url = `http://127.0.0.1:${port}`;
  const { NODE_OPTIONS: _, ANJU_STATE: __, ...inherited } = process.env;
  const env = { ...inherited, ANJU_PORT: `${port}`, ANJU_DEMO: 'off' };
  // A group of its own, as a terminal gives it: Ctrl-C reaches npm and all it started.
  dev = spawn('npm', ['run', 'dev'], {
    cwd: checkout,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [dev.stdout, dev.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await untilSaid(/Anju is ready/, () => undefined);
}, 240_000);

afterAll(async () => {
  if (dev.exitCode === null && dev.pid) process.kill(-dev.pid, 'SIGTERM');
  await eventually(() => dev.exitCode !== null || dev.signalCode !== null, 60_000);
  rmSync(checkout, { recursive: true, force: true });
}, 90_000);

describe('npm run dev', () => {
  it('takes a change of one process to that process only', async () => {
    const before = pids();
    await untilSaid(/gateway runs what you saved/, () =>
      save('apps/gateway/src/docs.ts', (source) => source.replace('<title>安居 Anju', '<title>安居 changed')),
    );
    expect(changedSince(before)).toEqual(['gateway']);
    expect(await (await fetch(`${url}/docs`)).text()).toContain('安居 changed');
  }, 120_000);

  it('shows a mistake and leaves the old process running until it is mended; what was saved with it is not forgotten', async () => {
    const before = pids();
    const undo: (() => void)[] = [];
    await untilSaid(/not applied: [^]*approval/, () => {
      // Compiled first, because its name comes first: the mistake must not hide that it changed.
      save('apps/directory/src/main.ts', (source) => `${source}// changed\n`);
      undo.push(save('apps/leadership/src/domain/approval.ts', (source) => `${source}\nexport const = ;\n`));
    });
    expect(changedSince(before)).toEqual([]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await untilSaid(/leadership runs what you saved/, () => undo[0]?.());
    await eventually(() => changedSince(before).join() === 'directory,leadership', 60_000);
  }, 240_000);

  it('says when a process does not start with what was saved, and starts it when that is mended', async () => {
    let undo = (): void => undefined;
    await untilSaid(/leadership does not start/, () => {
      undo = save('apps/leadership/src/main.ts', (source) => `${source}\nthrow new Error('born dead');\n`);
    });
    expect(said).toContain('born dead');
    await untilSaid(/leadership runs what you saved/, undo);
    await eventually(async () => (await fetch(`${url}/readyz`)).ok, 30_000);
  }, 240_000);

  it('takes a change of a library to every process', async () => {
    const before = pids();
    save('libs/kernel/src/index.ts', (source) => `${source}// changed\n`);
    const all = Object.keys(before).filter((name) => !['supervisor', 'postgres', 'kafka'].includes(name));
    await eventually(() => changedSince(before).join() === all.sort().join(), 120_000);
    await eventually(async () => (await fetch(`${url}/readyz`)).ok, 60_000);
  }, 240_000);

  it('ends everything on Ctrl-C', async () => {
    const running = Object.values(pids());
    expect(running.length).toBeGreaterThan(8);
    await untilSaid(/\bstopped\b/, () => process.kill(-(dev.pid ?? 0), 'SIGINT'));
    await eventually(() => dev.exitCode !== null || dev.signalCode !== null, 30_000);
    await eventually(() => running.every((pid) => !isAlive(pid)), 10_000);
  }, 120_000);
});
