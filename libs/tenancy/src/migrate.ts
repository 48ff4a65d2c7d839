import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const read = async (name: string, file: string): Promise<Migration> => {
  const sql = await readFile(file, 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
};

/** `0001_init.sql`, or `0001_init/migration.sql` as Prisma lays them out, in order of name. */
async function migrationsIn(scope: string, folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.sql'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return Promise.all(
    sorted.map((entry) =>
      read(`${scope}/${entry.name}`, join(folder, entry.name, entry.isDirectory() ? 'migration.sql' : '')),
    ),
  );
}

async function applyOne(client: Client, migration: Migration): Promise<boolean> {
  const { rows } = await client.query<{ checksum: string }>(
    'SELECT checksum FROM anju_schema.migration WHERE name = $1',
    [migration.name],
  );
  const applied = rows[0]?.checksum;
  if (applied === migration.checksum) return false;
  if (applied !== undefined)
    throw new Error(`migration ${migration.name} was changed after it was applied; add a new one instead`);
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO anju_schema.migration (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`migration ${migration.name} failed`, { cause: error });
  }
  return true;
}

/**
 * Brings a database up to date with plain SQL files, each once, in a transaction of its own, under a lock so that
 * several may start it at once. Connects as the owner, the only role that may change tables.
 * @param folders scope and folder, in order, such as ['tenancy', '/…/migrations']
 * @returns names of the migrations that were applied
 */
export async function migrate(
  ownerUrl: string,
  folders: readonly (readonly [scope: string, folder: string])[],
): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('anju migrate'))");
    await client.query('CREATE SCHEMA IF NOT EXISTS anju_schema');
    await client.query(`CREATE TABLE IF NOT EXISTS anju_schema.migration (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied: string[] = [];
    for (const [scope, folder] of folders) {
      for (const migration of await migrationsIn(scope, folder))
        if (await applyOne(client, migration)) applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** Folder of this library's own migrations, which every database gets first. */
export const tenancyMigrations = join(import.meta.dirname, '..', 'migrations');
