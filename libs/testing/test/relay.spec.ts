import { TicketClosedSchema, TicketReopenedSchema } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { appendEvents } from '@anju/messaging';
import { eventually, startService, type TestService } from '../src/index.js';
import type { Work } from '@anju/tenancy';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listener } from './fixture/listener.js';

let test: TestService;

beforeAll(async () => {
  // What this one tells goes where the listener hears, so that one process shows the whole way round.
  test = await startService({ ...listener, name: 'ticketing' });
}, 60_000);
afterAll(() => test.stop());

const tellClosed = (work: Work, ticketId: string, number: string): Promise<void> => {
  work.tell(TicketClosedSchema, { ticketId, number, estateId: ticketId }, { subject: ticketId });
  return Promise.resolve();
};

const effects = async (ticketId: string) =>
  (
    await test.sql<{ number: string }>('SELECT number FROM effect WHERE ticket_id = $1 ORDER BY id', [
      ticketId,
    ])
  ).map((row) => row.number);

const unpublished = async () => (await test.sql('SELECT 1 FROM outbox')).length;

describe('publishing what was committed', () => {
  it('reaches a consumer, in order per aggregate', async () => {
    const ticketId = newId();
    const numbers = Array.from({ length: 20 }, (_, index) => String(index));
    for (const number of numbers)
      await test.service.database.as(test.tenantId, (work) => tellClosed(work, ticketId, number));
    await eventually(async () => (await effects(ticketId)).length === 20);
    expect(await effects(ticketId)).toEqual(numbers);
    expect(await test.told(TicketReopenedSchema)).toHaveLength(20);
  });

  it('never publishes what was rolled back', async () => {
    const ticketId = newId();
    const failing = test.service.database.as(test.tenantId, async (work) => {
      await tellClosed(work, ticketId, '1');
      await work.tx.$queryRaw`SELECT 1/0`;
    });
    await expect(failing).rejects.toThrow();
    expect(await test.sql('SELECT 1 FROM event WHERE aggregateid = $1', [ticketId])).toEqual([]);
  });

  it('does not skip an event that was numbered first and committed last', async () => {
    const [late, early] = [newId(), newId()];
    let commit: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const slow = test.service.database.as(test.tenantId, async (work) => {
      const init = { ticketId: late, number: 'late', estateId: late };
      await appendEvents(work, [{ schema: TicketClosedSchema, init, about: { subject: late } }]);
      await mayCommit;
    });
    await test.service.database.as(test.tenantId, (work) => tellClosed(work, early, 'early'));
    await eventually(async () => (await effects(early)).length === 1);
    expect(await effects(late)).toEqual([]);
    commit();
    await slow;
    await eventually(async () => (await effects(late)).length === 1);
  });

  it('publishes again after a crash between publishing and forgetting, with one effect', async () => {
    const ticketId = newId();
    await test.service.database.as(test.tenantId, (work) => tellClosed(work, ticketId, '1'));
    await eventually(async () => (await effects(ticketId)).length === 1 && (await unpublished()) === 0);
    await test.sql('INSERT INTO outbox SELECT tenant_id, position FROM event WHERE aggregateid = $1', [
      ticketId,
    ]);
    await test.sql("SELECT pg_notify('anju_event', '')");
    await eventually(async () => (await unpublished()) === 0);
    await test.hear(TicketClosedSchema, { ticketId, number: '2', estateId: ticketId }, { subject: ticketId });
    expect(await effects(ticketId)).toEqual(['1', '2']);
  });
});
