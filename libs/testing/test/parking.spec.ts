import { type TicketClosed, TicketClosedSchema } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { headersOf, Inbox, type RawRecord } from '@anju/messaging';
import type { Work } from '@anju/tenancy';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '../src/index.js';
import { listener } from './fixture/listener.js';

let test: TestService;
let poison = '';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function handle(event: unknown, { tx }: Work): Promise<void> {
  const { ticketId, number } = event as TicketClosed;
  await tx.$executeRaw`INSERT INTO effect (tenant_id, ticket_id, number) VALUES (anju_tenant(), ${ticketId}::uuid, ${number})`;
  if (number === poison) throw new TypeError('the handler has a bug');
}

const inbox = (backoff: number[] = []) => {
  const dispatch = () => ({ schema: TicketClosedSchema, handle });
  return new Inbox({ database: test.service.database, log: quiet, backoff, dispatch });
};

const record = (ticketId: string, number: string, headers: Record<string, string> = {}): RawRecord => ({
  topic: 'test.ticketing.v1',
  partition: 0,
  offset: number,
  key: `${test.tenantId}:${ticketId}`,
  headers: {
    ...headersOf({
      id: newId(),
      type: TicketClosedSchema.typeName,
      tenantId: test.tenantId,
      time: new Date(),
      trace: '',
    }),
    ...headers,
  },
  value: toBinary(TicketClosedSchema, create(TicketClosedSchema, { ticketId, number })),
});

const effects = async (ticketId: string) =>
  (
    await test.sql<{ number: string }>('SELECT number FROM effect WHERE ticket_id = $1 ORDER BY id', [
      ticketId,
    ])
  ).map((row) => row.number);

const parked = async (ticketId: string) =>
  (
    await test.sql<{ state: string }>('SELECT state FROM parked_event WHERE key = $1 ORDER BY position', [
      `${test.tenantId}:${ticketId}`,
    ])
  ).map((row) => row.state);

const replay = async (ticketId: string) => {
  await test.sql("UPDATE parked_event SET state = 'replay' WHERE key = $1", [`${test.tenantId}:${ticketId}`]);
  await inbox().replay(test.tenantId);
};

/** Lets nobody but the test into the database until the answer is called. */
async function outage(): Promise<() => Promise<void>> {
  const [{ name = '' } = {}] = await test.sql<{ name: string }>('SELECT current_database() AS name');
  await test.sql(`ALTER DATABASE "${name}" CONNECTION LIMIT 0`);
  await test.sql(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename LIKE '%_app'",
    [name],
  );
  return async () => void (await test.sql(`ALTER DATABASE "${name}" CONNECTION LIMIT -1`));
}

beforeAll(async () => {
  test = await startService(listener);
}, 60_000);
afterAll(() => test.stop());
beforeEach(() => {
  poison = '';
});

describe('an event while the database is away', () => {
  it('waits as long as it takes, is handled then, and is not parked', async () => {
    const ticketId = newId();
    const over = await outage();
    let beats = 0;
    const heartbeat = async () => {
      beats += 1;
      if (beats === 4) await over();
    };
    await inbox([1, 1]).take(record(ticketId, '1'), { heartbeat });
    expect(await effects(ticketId)).toEqual(['1']);
    expect(await parked(ticketId)).toEqual([]);
  });

  it('is left for later when the process stops meanwhile', async () => {
    const ticketId = newId();
    const over = await outage();
    const stopping = new AbortController();
    const heartbeat = () => Promise.resolve(stopping.abort());
    const taking = inbox([]).take(record(ticketId, '1'), { heartbeat, signal: stopping.signal });
    await expect(taking).rejects.toThrow('aborted');
    await over();
    expect(await parked(ticketId)).toEqual([]);
  });
});

describe('the car park', () => {
  it('keeps the order when the first one fails again at its replay', async () => {
    const ticketId = newId();
    poison = '1';
    await inbox().take(record(ticketId, '1'));
    await inbox().take(record(ticketId, '2'));
    await replay(ticketId);
    expect(await effects(ticketId)).toEqual([]);
    expect(await parked(ticketId)).toEqual(['parked', 'parked']);
    poison = '';
    await replay(ticketId);
    expect(await effects(ticketId)).toEqual(['1', '2']);
    expect(await parked(ticketId)).toEqual([]);
  });

  it('lets go by itself what came while those before it were being tried again', async () => {
    const ticketId = newId();
    poison = '1';
    await inbox().take(record(ticketId, '1'));
    poison = '';
    await test.sql("UPDATE parked_event SET state = 'replay' WHERE key = $1", [
      `${test.tenantId}:${ticketId}`,
    ]);
    await inbox().take(record(ticketId, '2'));
    expect(await parked(ticketId)).toEqual(['replay', 'replay']);
    await inbox().replay(test.tenantId);
    expect(await effects(ticketId)).toEqual(['1', '2']);
  });

  it('is left when the event is delivered once more and works', async () => {
    const ticketId = newId();
    const event = record(ticketId, '1');
    poison = '1';
    await inbox().take(event);
    poison = '';
    await inbox().take(event);
    expect(await effects(ticketId)).toEqual(['1']);
    expect(await parked(ticketId)).toEqual([]);
  });

  it('does not take what another process handled meanwhile', async () => {
    const ticketId = newId();
    const event = record(ticketId, '1');
    await Promise.all([1, 2, 3].map(() => inbox().take(event)));
    expect(await effects(ticketId)).toEqual(['1']);
    expect(await parked(ticketId)).toEqual([]);
  });

  it('has room for whatever somebody put on a topic', async () => {
    const strange = { ...record(newId(), '1', { ce_id: 'no id', odd: 'a\0b' }), key: 'k\0' };
    await inbox().take(strange);
    const nulInKey = { ...record(newId(), '1'), key: `${test.tenantId}:\0` };
    await inbox().take(nulInKey);
    const rows = await test.sql<{ cause: string }>(
      'SELECT cause FROM parked_event WHERE key = $1 OR headers->>$2 IS NOT NULL ORDER BY position',
      [`${test.tenantId}:\uFFFD`, 'odd'],
    );
    expect(rows.map(({ cause }) => cause)).toEqual([
      'header ce_id is not a uuid',
      expect.stringContaining('invalid byte sequence'),
    ]);
  });
});
