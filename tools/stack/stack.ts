import { ToolError } from '../command.ts';
import { services } from '../paths.ts';
import { inParallel, say } from '../progress.ts';
import { gatewayEnvironment, type Places, serviceEnvironment } from './environment.ts';
import { endLeftovers } from './leftovers.ts';
import { migrate, migrateAll } from './migrations.ts';
import { portFor } from './ports.ts';
import { startServers } from './servers.ts';
import { readState, type Secrets, secretsOf, type State, writeState } from './state.ts';
import { type Process, Supervisor } from './supervisor.ts';

export interface Stack {
  url: string;
  secrets: Secrets;
  processes: Process[];
  supervisor: Supervisor;
  /** Brings one service's database and topic up to date. */
  migrate(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  state: string;
  /** The gateway's port; a free one when left out. */
  port?: number | undefined;
  /** Gives up starting, and stops what was started. */
  signal?: AbortSignal | undefined;
}

async function choosePorts(state: State, port: number | undefined): Promise<void> {
  for (const name of services()) {
    await portFor(name, state.ports);
    await portFor(`${name}-health`, state.ports);
  }
  await portFor('identity-http', state.ports);
  if (port) state.ports['gateway'] = port;
  else await portFor('gateway', state.ports);
}

function processesOf(places: Places, secrets: Secrets): Process[] {
  const own = services().map((name) => ({
    name,
    env: serviceEnvironment(name, places, secrets),
    ready: `http://127.0.0.1:${places.ports[`${name}-health`] ?? 0}/readyz`,
  }));
  return [
    ...own,
    { name: 'gateway', env: gatewayEnvironment(places, secrets), ready: `${places.url}/readyz` },
  ];
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => {
    const giveUp = () => reject(new ToolError('stopped before it was ready'));
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });

/** Brings a whole stack up and returns when its gateway says it is ready. */
export async function startStack({ state: folder, port, signal }: StackOptions): Promise<Stack> {
  await endLeftovers(folder);
  const secrets = secretsOf(folder);
  const state = readState(folder);
  say('starting PostgreSQL and Kafka');
  const servers = await startServers(folder, state, secrets);
  const remember = (pids: Record<string, number>): void =>
    writeState(folder, { ...readState(folder), pids: { supervisor: process.pid, ...servers.pids, ...pids } });
  const supervisor = new Supervisor(folder, remember);
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    await servers.stop();
    writeState(folder, { ...readState(folder), url: '', pids: {} });
  };
  try {
    await choosePorts(state, port);
    const url = `http://127.0.0.1:${state.ports['gateway'] ?? 0}`;
    writeState(folder, { ...readState(folder), ports: state.ports });
    remember({});
    const places = { ...servers, folder, url, ports: state.ports, smtp: process.env['ANJU_SMTP_URL'] };
    const processes = processesOf(places, secrets);
    const bringUp = async (): Promise<void> => {
      say('bringing databases and topics up to date');
      await migrateAll(folder, servers.kept, places, secrets);
      await startAll(processes, supervisor);
    };
    await Promise.race([bringUp(), aborted(signal)]);
    writeState(folder, { ...readState(folder), url });
    return {
      url,
      secrets,
      processes,
      supervisor,
      migrate: (name) => migrate(name, places, secrets),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(processes: readonly Process[], supervisor: Supervisor): Promise<void> {
  say(`starting ${processes.map((process) => process.name).join(', ')}`);
  await inParallel(processes, 3, async (process) => {
    await supervisor.start(process);
    say(`${process.name} is ready`);
  });
}
