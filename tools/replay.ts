// `npm run replay`: shows the events that services parked because they could not handle them.
// `npm run replay -- <service>`: has the service try its parked events again.
import pg from 'pg';
import { main, ToolError } from './command.ts';
import { services, stateFolder } from './paths.ts';
import { databaseUrl } from './stack/environment.ts';
import { readState, secretsOf } from './stack/state.ts';

interface Parked {
  type: string;
  cause: string;
  count: string;
}

async function within<T>(service: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const own = `postgresql://127.0.0.1:${readState(stateFolder).ports['postgres'] ?? 0}`;
  const admin = process.env['ANJU_PG_URL'] ?? own;
  // The relay's role is the one that sees every company's parked events, and nothing else of theirs.
  const client = new pg.Client(databaseUrl(admin, service, 'relay', secretsOf(stateFolder).relayPassword));
  await client.connect().catch(() => {
    throw new ToolError('the stack does not answer: start it with `npm start`');
  });
  return work(client).finally(() => client.end());
}

async function show(service: string): Promise<void> {
  const sql =
    'SELECT type, cause, count(*) AS count FROM parked_event GROUP BY type, cause ORDER BY count(*) DESC';
  const { rows } = await within(service, (client) => client.query<Parked>(sql));
  for (const { type, cause, count } of rows)
    console.log(`${service}  ${count} × ${type}: ${cause.split('\n')[0]}`);
  if (rows.length === 0) console.log(`${service}  nothing parked`);
}

async function replay(service: string): Promise<void> {
  const sql = `UPDATE parked_event SET state = 'replay' WHERE state = 'parked'`;
  const { rowCount } = await within(service, (client) => client.query(sql));
  console.log(`${service} tries ${rowCount ?? 0} parked events again`);
}

main(async () => {
  const [service] = process.argv.slice(2);
  if (service && !services().includes(service))
    throw new ToolError(`no service ${service}; there are ${services().join(', ')}`);
  if (service) return replay(service);
  for (const name of services()) await show(name);
});
