import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Prisma } from '../../apps/ticketing/src/generated/prisma/client.ts';
import type { Work } from '../../apps/ticketing/src/store/database.ts';
import type { TicketQueries } from '../../apps/ticketing/src/store/ticket.queries.ts';
import { inRoot } from '../paths.ts';
import { portFor } from '../stack/ports.ts';
import { startPostgres } from '../stack/postgres.ts';
import { throwAwayFolder } from '../testing/throw-away.ts';
import { idOf, kinds } from './fill-tickets.ts';

export interface Bench {
  adminUrl: string;
  tenantId: string;
  /** A read as the service does it: its transaction, its wall, its queries. */
  read<T>(
    as: 'everywhere' | 'one estate' | 'resident',
    ask: (work: Work, queries: TicketQueries, sql: typeof Prisma.sql) => Promise<T>,
    now?: Date,
  ): Promise<T>;
  close(): Promise<void>;
}

const database = 'bench_ticketing';
const password = 'test';

async function server(): Promise<{ address: string; stop: () => Promise<void> }> {
  const given = process.env['ANJU_TEST_PG'];
  if (given) return { address: given, stop: () => Promise.resolve() };
  const state = throwAwayFolder();
  const secret = randomBytes(12).toString('base64url');
  return startPostgres({ state, port: await portFor('postgres', {}), password: secret, fleeting: true });
}

async function drop(address: string): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await client.end();
}

function urlOf(address: string, user: string): string {
  const url = new URL(address);
  [url.username, url.password, url.pathname] = [user, password, `/${database}`];
  return url.toString();
}

// Compiled by now; types come from the sources.
export const compiled = async (file: string): Promise<unknown> =>
  import(inRoot('apps', 'ticketing', 'dist', file));

async function migrated(address: string): Promise<string> {
  const { migrate, provision, rolesOf, tenancyMigrations } = await import('@anju/tenancy');
  const { messagingMigrations } = await import('@anju/messaging');
  await drop(address);
  await provision(address, 'ticketing', { owner: password, app: password, relay: password }, database);
  const roles = rolesOf('ticketing');
  await migrate(urlOf(address, roles.owner), [
    ['tenancy', tenancyMigrations],
    ['messaging', messagingMigrations],
    ['ticketing', inRoot('apps', 'ticketing', 'prisma', 'migrations')],
  ]);
  return urlOf(address, roles.app);
}

/** Makes the database afresh; `close` removes it. */
export async function openBench(): Promise<Bench> {
  await import('reflect-metadata');
  const { address, stop } = await server();
  const appUrl = await migrated(address);
  const { Actor, Database } = await import('@anju/tenancy');
  const { Post } = await import('@anju/contracts/options');
  const { PrismaPg } = await import('@prisma/adapter-pg');
  type Store = typeof import('../../apps/ticketing/src/store/database.ts');
  type Queries = typeof import('../../apps/ticketing/src/store/ticket.queries.ts');
  type Client = typeof import('../../apps/ticketing/src/generated/prisma/client.ts');
  const { connect } = (await compiled('store/database.js')) as Store;
  const queries = new ((await compiled('store/ticket.queries.js')) as Queries).TicketQueries();
  const { sql } = ((await compiled('generated/prisma/client.js')) as Client).Prisma;
  const client = new Database(connect(new PrismaPg({ connectionString: appUrl, max: 2 })), () =>
    Promise.resolve(),
  );
  const tenantId = idOf(9, 1);
  const [estate, person] = [idOf(kinds.estate, 7), idOf(kinds.person, 900)];
  const staff = (estates: readonly string[] | null) =>
    new Actor(
      { kind: 'staff', tenantId, subjectId: idOf(kinds.staff, 11), accountId: '' },
      { posts: [{ post: Post.SERVICE_SPECIALIST, estates }], estates: [] },
    );
  const callers = {
    everywhere: { actor: staff(null), wall: { tenantId, estates: 'all', personId: '' } },
    'one estate': { actor: staff([estate]), wall: { tenantId, estates: [estate], personId: '' } },
    resident: {
      actor: new Actor(
        { kind: 'resident', tenantId, subjectId: person, accountId: '' },
        { posts: [], estates: [estate] },
      ),
      wall: { tenantId, estates: [estate], personId: person },
    },
  } as const;
  const url = new URL(address);
  url.pathname = `/${database}`;
  return {
    adminUrl: url.toString(),
    tenantId,
    read: (as, ask, now) =>
      client.run({ ...callers[as], readOnly: true, timeout: 120_000, now }, (work) =>
        ask(work as Work, queries, sql),
      ),
    close: async () => {
      await client.close();
      await drop(address);
      await stop();
    },
  };
}
