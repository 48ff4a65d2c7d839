import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState, writeState } from '../stack/state.ts';

const prefix = 'anju-test-';

export function isAlive(pid: number | undefined): boolean {
  if (!pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends what is noted in a folder, at once, and removes it. */
function clear(folder: string): void {
  const { supervisor: _, ...pids } = readState(folder).pids;
  for (const pid of Object.values(pids)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** A test run that was killed could not clean up: the next one does it. */
function clearAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const { supervisor } = readState(folder).pids;
    if (supervisor && !isAlive(supervisor)) clear(folder);
  }
}

/** A state folder for one run, gone with this process. */
export function throwAwayFolder(): string {
  clearAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  writeState(folder, { ports: {}, url: '', pids: { supervisor: process.pid } });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Without a handler a signal ends the process without its exit hooks. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}
