import { Broker, EventConsumer, type Inbox, Relay } from '@anju/messaging';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../src/index.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const server = process.env['ANJU_TEST_PG'] ?? '';
// Nobody listens there.
const brokers = ['127.0.0.1:1'];
const broker = new Broker({ brokers, clientId: 'away', namespace: 'away', log: quiet, retries: 6 });

async function locks(): Promise<number> {
  const client = new Client(server);
  await client.connect();
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = hashtext('anju relay')::oid
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  await client.end();
  return rowCount ?? 0;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

describe('while the broker is away', () => {
  it('a leading relay stops at once, and another may lead', async () => {
    const relay = new Relay(server, broker, 'ticketing', quiet);
    relay.start();
    await eventually(async () => (await locks()) === 1);
    expect(await timed(() => relay.stop())).toBeLessThan(4_000);
    await eventually(async () => (await locks()) === 0);
  }, 30_000);

  it('a consumer stops at once', async () => {
    const consumer = new EventConsumer(broker, 'leadership', ['ticketing'], {} as Inbox, () => undefined);
    const started = consumer.start();
    const stopping = async () => {
      await consumer.stop();
      await started;
    };
    expect(await timed(stopping)).toBeLessThan(4_000);
  }, 30_000);
});
