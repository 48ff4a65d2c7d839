import { existsSync, readFileSync } from 'node:fs';
import { attempt, ToolError } from '../command.ts';
import { root } from '../paths.ts';
import { say, until } from '../progress.ts';
import { postgresData } from './postgres.ts';
import { readState, writeState } from './state.ts';

async function commandLine(pid: number): Promise<string> {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self'))
    return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : '';
  const { code, output } = await attempt('ps', ['-o', 'command=', '-p', `${pid}`]);
  return code === 0 ? output : '';
}

const tool = /\btools\/(start|dev)\.ts\b/;

/** A remembered number may belong to someone else by now; ours name this checkout or this state folder. */
const isOurs = async (folder: string, pid: number): Promise<boolean> => {
  const line = await commandLine(pid);
  return (
    line.includes(`${root}/`) ||
    line.includes(`${folder}/`) ||
    line.includes(postgresData(folder)) ||
    tool.test(line)
  );
};

/** Two stacks must not share a state folder; what a killed one left running is ended first. */
export async function endLeftovers(folder: string): Promise<void> {
  const state = readState(folder);
  const { supervisor, ...pids } = state.pids;
  if (supervisor && supervisor !== process.pid && (await isOurs(folder, supervisor)))
    throw new ToolError(
      `already running${state.url ? `: ${state.url}` : ''} (stop it with: kill ${supervisor})`,
    );
  // Remembered in the order they were started; services need their servers to end well.
  for (const [name, pid] of Object.entries(pids).reverse()) {
    if (!(await isOurs(folder, pid))) continue;
    say(`ending ${name}, left over from a stack that was killed`);
    process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
    await until(`the end of ${name}`, async () => !(await isOurs(folder, pid)), { seconds: 20 }).catch(() =>
      process.kill(pid, 'SIGKILL'),
    );
  }
  writeState(folder, { ...state, url: '', pids: { supervisor: process.pid } });
}
