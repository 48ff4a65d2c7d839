import { Client } from 'pg';

/** The three roles of a service's database: who owns it, who works in it, who publishes from it. */
export const rolesOf = (service: string) =>
  ({ owner: `anju_${service}_owner`, app: `anju_${service}_app`, relay: `anju_${service}_relay` }) as const;

export type RoleKind = keyof ReturnType<typeof rolesOf>;

async function ensureRole(client: Client, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (!rowCount) await client.query(`CREATE ROLE ${client.escapeIdentifier(name)}`);
  await client.query(
    `ALTER ROLE ${client.escapeIdentifier(name)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
  );
}

/**
 * Makes a service's roles and database where they are missing. For stacks that own their server; a cluster's
 * database operator does the same from the chart.
 * @param adminUrl a role that may create roles and databases
 * @param database name of the database, `anju_<service>` unless a test wants its own
 */
export async function provision(
  adminUrl: string,
  service: string,
  passwords: Readonly<Record<RoleKind, string>>,
  database = `anju_${service}`,
): Promise<void> {
  const roles = rolesOf(service);
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('anju provision'))");
    for (const kind of ['owner', 'app', 'relay'] as const)
      await ensureRole(client, roles[kind], passwords[kind]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    const [name, owner] = [client.escapeIdentifier(database), client.escapeIdentifier(roles.owner)];
    if (!rowCount)
      await client.query(`CREATE DATABASE ${name} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8'`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    for (const role of [roles.app, roles.relay])
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${client.escapeIdentifier(role)}`);
  } finally {
    await client.end();
  }
}
