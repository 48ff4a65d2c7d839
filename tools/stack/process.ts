import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../command.ts';
import { folder } from '../paths.ts';

export interface Program {
  name: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  cwd?: string;
}

export const logOf = (state: string, name: string): string =>
  join(folder(join(state, 'logs')), `${name}.log`);

/** The log of the run before is kept beside the new one. */
export function freshLog(state: string, name: string): void {
  const log = logOf(state, name);
  if (existsSync(log)) renameSync(log, `${log}.before`);
}

/** The end of a log, each line cut to what fits a screen. */
export function lastLines(file: string, count = 15): string {
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
  return lines.map((line) => (line.length > 400 ? `${line.slice(0, 400)}…` : line)).join('\n');
}

const running = new Set<ChildProcess>();
// Whatever ends this process, an error of its own included, nothing it started runs on unseen.
process.once('exit', () => {
  for (const child of running) child.kill('SIGINT');
});

/**
 * Starts a program that writes to its log. It gets its own process group, because Ctrl-C in a terminal goes to
 * the whole group and the order of stopping is ours to decide.
 */
export function launch(program: Program, log: string): ChildProcess {
  const out = openSync(log, 'a');
  const child = spawn(program.command, program.args, {
    env: environment(program.env),
    stdio: ['ignore', out, out],
    detached: true,
    ...(program.cwd ? { cwd: program.cwd } : {}),
    ...(program.uid === undefined ? {} : { uid: program.uid, gid: program.gid ?? program.uid }),
  });
  closeSync(out);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

const ended = (child: ChildProcess): Promise<void> =>
  hasEnded(child) ? Promise.resolve() : new Promise((resolve) => child.once('exit', () => resolve()));

/** Asks politely, waits, then insists. Returns false when it had to insist. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals, seconds: number): Promise<boolean> {
  if (hasEnded(child) || child.pid === undefined) return true;
  child.kill(signal);
  const limit = new Promise<false>((resolve) => {
    // The child keeps this process alive as long as it lives; the timer must not after that.
    setTimeout(() => resolve(false), seconds * 1000).unref();
  });
  const polite = await Promise.race([ended(child).then(() => true), limit]);
  if (!polite) {
    child.kill('SIGKILL');
    await ended(child);
  }
  return polite;
}
