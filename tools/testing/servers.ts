import { rmSync } from 'node:fs';
import { type Servers, startServers } from '../stack/servers.ts';
import { readState, secretsOf, writeState } from '../stack/state.ts';
import { throwAwayFolder } from './throw-away.ts';

/** A PostgreSQL and a Kafka that nobody else uses and that leave nothing behind. */
export async function startTestServers(): Promise<Servers> {
  const folder = throwAwayFolder();
  const state = readState(folder);
  const servers = await startServers(folder, state, secretsOf(folder), { fleeting: true });
  writeState(folder, { ...state, pids: { ...state.pids, ...servers.pids } });
  const stop = async (): Promise<void> => {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...servers, stop };
}
