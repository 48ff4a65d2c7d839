import { ApprovalDecidedSchema } from '@anju/contracts/leadership';
import { TicketClosedSchema } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { eventually, startService, type TestService } from '../src/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bug, listener } from './fixture/listener.js';

let test: TestService;

beforeAll(async () => {
  test = await startService(listener);
}, 60_000);
afterAll(() => test.stop());
beforeEach(() => {
  bug.on = false;
});

const effects = async (ticketId: string) =>
  (
    await test.sql<{ number: string }>('SELECT number FROM effect WHERE ticket_id = $1 ORDER BY id', [
      ticketId,
    ])
  ).map((row) => row.number);

const parked = (eventId: string) =>
  test.sql<{ cause: string; attempts: number }>(
    'SELECT cause, attempts FROM parked_event WHERE event_id = $1',
    [eventId],
  );

const closed = (ticketId: string, number = '1') => ({ ticketId, number, estateId: newId() });

const replay = async () => {
  await test.sql("UPDATE parked_event SET state = 'replay' WHERE NOT headers ? 'ce_marker'");
  await test.service.inbox.replay(test.tenantId);
};

describe('hearing an event', () => {
  it('has one effect however often it is delivered, also at the same time', async () => {
    const [subject, id] = [newId(), newId()];
    await Promise.all([1, 2, 3].map(() => test.hear(TicketClosedSchema, closed(subject), { subject, id })));
    expect(await effects(subject)).toEqual(['1']);
    expect(await test.sql('SELECT 1 FROM event WHERE aggregateid = $1', [subject])).toHaveLength(1);
  });

  it('keeps nothing of a handler that fails, parks the event with its cause, and lets others flow', async () => {
    const [subject, other] = [newId(), newId()];
    bug.on = true;
    const id = await test.hear(TicketClosedSchema, closed(subject), { subject });
    bug.on = false;
    expect(await parked(id)).toEqual([{ cause: 'TypeError: the handler has a bug', attempts: 4 }]);
    expect(await effects(subject)).toEqual([]);
    await test.hear(TicketClosedSchema, closed(other), { subject: other });
    expect(await effects(other)).toEqual(['1']);
  }, 20_000);

  it('parks later events of the same aggregate behind, and replay brings them back once and in order', async () => {
    const subject = newId();
    bug.on = true;
    await test.hear(TicketClosedSchema, closed(subject, '1'), { subject });
    bug.on = false;
    const second = await test.hear(TicketClosedSchema, closed(subject, '2'), { subject });
    expect(await parked(second)).toMatchObject([{ cause: 'behind an earlier parked event' }]);
    await replay();
    expect(await effects(subject)).toEqual(['1', '2']);
    expect(await parked(second)).toEqual([]);
    await replay();
    expect(await effects(subject)).toEqual(['1', '2']);
  }, 20_000);

  it('keeps an event in the car park when its replay fails again', async () => {
    const subject = newId();
    bug.on = true;
    const id = await test.hear(TicketClosedSchema, closed(subject), { subject });
    await replay();
    expect(await parked(id)).toMatchObject([{ attempts: 5 }]);
    bug.on = false;
    await replay();
    expect(await effects(subject)).toEqual(['1']);
  }, 20_000);

  it('parks bytes that are not the message they claim to be', async () => {
    const id = newId();
    await test.send(
      'ticketing',
      { key: `${test.tenantId}:x`, value: Buffer.from([0xff, 0xff]) },
      { id, type: TicketClosedSchema.typeName },
    );
    await eventually(async () => (await parked(id)).length === 1);
    expect(await parked(id)).toEqual([
      {
        cause: expect.stringContaining('are not a anju.ticketing.v1.TicketClosed') as unknown as string,
        attempts: 1,
      },
    ]);
  });

  it('parks a type that has no business under its topic, and passes over one a newer release may tell', async () => {
    const [strange, newer] = [newId(), newId()];
    await test.send(
      'ticketing',
      { key: 'k', value: Buffer.alloc(0) },
      { id: newer, type: 'anju.ticketing.v1.TicketSang' },
    );
    await test.send(
      'ticketing',
      { key: 'k', value: Buffer.alloc(0) },
      { id: strange, type: 'com.example.Strange' },
    );
    await eventually(async () => (await parked(strange)).length === 1);
    expect(await parked(newer)).toEqual([]);
  });

  it('hears two topics', async () => {
    const id = await test.hear(ApprovalDecidedSchema, { approvalId: newId(), estateId: newId() });
    expect(await test.sql('SELECT 1 FROM inbox WHERE event_id = $1', [id])).toHaveLength(1);
  });

  it('leaves every table behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
