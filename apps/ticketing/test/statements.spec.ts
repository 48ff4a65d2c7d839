import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let specialist: Identity;
let desk: ReturnType<typeof deskOf>;

const query = jest.spyOn(pg.Client.prototype, 'query');

const textOf = (asked: unknown): string =>
  typeof asked === 'string' ? asked : String((asked as { text?: string } | undefined)?.text);

/** The transaction of most statements meanwhile, BEGIN and COMMIT counted: the call's own, not the relay's or a timer's. */
async function statements(run: () => Promise<unknown>): Promise<readonly string[]> {
  query.mockClear();
  await run();
  const open = new Map<unknown, string[]>();
  const done: string[][] = [];
  query.mock.calls.forEach((args: readonly unknown[], place) => {
    const text = textOf(args[0]);
    const client: unknown = query.mock.contexts[place];
    if (text === 'BEGIN') open.set(client, []);
    open.get(client)?.push(text);
    if (text === 'COMMIT') done.push(open.get(client) ?? []);
  });
  return done.reduce((most, one) => (one.length > most.length ? one : most), []);
}

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  specialist = await aSpecialist(test);
  desk = deskOf(test, specialist);
  await desk.listTickets({});
}, 60_000);
afterAll(() => test.stop());

it('the desk’s everyday steps are few round trips to the database', async () => {
  const { id } = await desk.recordTicket(aComplaint(home));
  const assignee = { id, assigneeId: specialist.subjectId };
  const counts = {
    record: await statements(() => desk.recordTicket(aComplaint(home))),
    get: await statements(() => desk.getTicket({ id })),
    list: await statements(() => desk.listTickets({})),
    assign: await statements(() => desk.assignTicket(assignee)),
    resolve: await statements(() => desk.resolveTicket({ id, solution: '已处理' })),
  };
  const lengths = Object.fromEntries(Object.entries(counts).map(([name, { length }]) => [name, length]));
  expect(lengths).toEqual({ record: 9, get: 4, list: 5, assign: 10, resolve: 9 });
});
