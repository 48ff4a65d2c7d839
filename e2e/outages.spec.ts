import type { Notice } from '@anju/contracts/notification';
import { Channel, type Ticket, TicketKind } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readState, secretsOf } from '../tools/stack/state.ts';
import { aCompany, type Company, refused, soon, url } from './company.js';

const state = process.env['ANJU_STATE'] ?? '';
const switchboard = process.env['ANJU_SWITCHBOARD'] ?? '';
/** What the gateway promises: no call waits longer. */
const deadline = 3_500;
let company: Company;
/** What would bring back what is away now. */
const away = new Map<string, 'up' | 'SIGCONT'>();

/** SIGSTOP: there, but silent, until SIGCONT. SIGKILL: gone, until the supervisor sees it. */
async function turn(way: 'down' | 'up' | 'SIGSTOP' | 'SIGCONT' | 'SIGKILL', name: string): Promise<void> {
  const answer = await fetch(`${switchboard}/${way}/${name}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
  if (way === 'down') away.set(name, 'up');
  else if (way === 'SIGSTOP') away.set(name, 'SIGCONT');
  else away.delete(name);
}

async function inTime<T>(call: Promise<T>): Promise<T> {
  const begun = performance.now();
  const value = await call;
  expect(performance.now() - begun).toBeLessThan(deadline);
  return value;
}

const ignored = () => undefined;

const desk = () => company.as('specialist').ticketing;

const record = (subject: string, key = newId()): Promise<Ticket> => {
  const { estateId, unitId, ownerId: requesterId } = company;
  const said = { kind: TicketKind.COMPLAINT, channel: Channel.PHONE, subject };
  return desk().recordTicket({ estateId, unitId, requesterId, ...said }, { idempotencyKey: key });
};

/** A whole case, as the desk handles it. */
async function handle(subject: string): Promise<Ticket> {
  const { id } = await inTime(record(subject));
  await inTime(desk().assignTicket({ id, assigneeId: company.staffIds.get('specialist') ?? '' }));
  return inTime(desk().resolveTicket({ id, solution: `${subject}:已解决` }));
}

async function readable({ id, number }: Ticket): Promise<void> {
  expect((await inTime(desk().getTicket({ id }))).number).toBe(number);
  const { tickets } = await inTime(desk().listTickets({ pageSize: 200 }));
  expect(tickets.map((ticket) => ticket.id)).toContain(id);
  expect((await inTime(desk().getTimeline({ id }))).entries.map(({ type }) => type)).toContain(
    'TicketRecorded',
  );
}

/** What the owner was told of a case, once both notices of it arrived and the desk knows. */
const toldOwner = ({ id, number }: Ticket): Promise<Notice[]> =>
  soon(async () => {
    const { notices } = await company.as('owner').notification.listNotices({ pageSize: 200 });
    const mine = notices.filter(({ subjectId }) => subjectId === id);
    const proved = (await desk().getTicket({ id })).notices.every(
      ({ deliverTime }) => deliverTime !== undefined,
    );
    const titles = mine.map(({ title }) => title);
    return proved && titles.some((title) => title === `${number} 已处理完毕`) && titles.length === 2
      ? mine
      : undefined;
  });

/** Events that ticketing has committed and not yet published. */
async function unpublished(): Promise<number> {
  const { postgresPassword: password } = secretsOf(state);
  const place = {
    host: '127.0.0.1',
    port: readState(state).ports['postgres'] ?? 0,
    user: 'postgres',
    password,
  };
  const client = new pg.Client({ ...place, database: 'anju_ticketing' });
  await client.connect();
  try {
    return (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')).rows[0]?.n ?? -1;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  company = await aCompany();
  await soon(() => record('预热'));
}, 180_000);

/** A test that failed half-way leaves nothing down for the next. */
afterEach(async () => {
  for (const [name, way] of [...away]) await turn(way, name);
}, 180_000);

describe('the broker goes away', () => {
  it.each([
    ['killed', 'down', 'up'],
    ['frozen', 'SIGSTOP', 'SIGCONT'],
  ] as const)(
    '%s: the desk records, assigns and resolves; afterwards every event is published and the owner is told',
    async (how, off, on) => {
      await turn(off, 'kafka');
      const tickets = [await handle(`${how} 1`), await handle(`${how} 2`), await handle(`${how} 3`)];
      for (const ticket of tickets) await readable(ticket);
      expect(await unpublished()).toBeGreaterThan(0);
      await turn(on, 'kafka');
      await soon(async () => (await unpublished()) === 0);
      for (const ticket of tickets) await toldOwner(ticket);
    },
    240_000,
  );
});

describe('a neighbour goes down', () => {
  it.each(['leadership', 'notification', 'directory', 'identity'])(
    '%s: with a valid token the desk works and reads; afterwards the owner is told',
    async (name) => {
      await turn('down', name);
      const ticket = await handle(`${name} 停机`);
      await readable(ticket);
      await turn('up', name);
      await toldOwner(ticket);
    },
    180_000,
  );

  it('its own methods answer 503 in time, and work again afterwards', async () => {
    await turn('down', 'leadership');
    const { leadership } = company.as('leader');
    expect(await inTime(refused(leadership.listApprovals({})))).toMatchObject({ status: 503 });
    await turn('up', 'leadership');
    await soon(() => leadership.listApprovals({}));
  }, 120_000);

  it('a service that hangs is answered for in time, and nothing of what it took is lost or done twice', async () => {
    const key = newId();
    await turn('SIGSTOP', 'ticketing');
    expect([503, 504]).toContain((await inTime(refused(record('挂起', key)))).status);
    await turn('SIGCONT', 'ticketing');
    const { id } = await soon(() => record('挂起', key));
    const { tickets } = await desk().listTickets({ pageSize: 200 });
    expect(tickets.filter(({ subject }) => subject === '挂起').map((ticket) => ticket.id)).toEqual([id]);
  }, 120_000);
});

describe('a process is killed', () => {
  const kill = async (name: string): Promise<number> => {
    const pid = readState(state).pids[name] ?? 0;
    await turn('SIGKILL', name);
    return pid;
  };
  const comesBack = (name: string, pid: number) =>
    soon(async () => {
      const now = readState(state).pids[name] ?? pid;
      return (
        now !== pid && (await fetch(`${url}/readyz`)).ok && (await desk().listTickets({})).tickets.length > 0
      );
    });

  it('ticketing comes back; what it acknowledged is there, and a repeat with the same key makes no second case', async () => {
    const subjects = Array.from({ length: 60 }, (_, index) => `断电 ${index}`);
    const keys = new Map(subjects.map((subject) => [subject, newId()]));
    const acknowledged: Ticket[] = [];
    let killed: Promise<number> | undefined;
    const queue = [...subjects];
    const lane = async (): Promise<void> => {
      for (let subject = queue.shift(); subject !== undefined; subject = queue.shift()) {
        await record(subject, keys.get(subject)).then((ticket) => acknowledged.push(ticket), ignored);
        if (acknowledged.length === 20) killed ??= kill('ticketing');
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    await comesBack('ticketing', (await killed) ?? 0);
    for (const { id, number } of acknowledged) expect((await desk().getTicket({ id })).number).toBe(number);
    const again = await Promise.all(
      subjects.map((subject) => soon(() => record(subject, keys.get(subject)))),
    );
    expect(new Set(again.map(({ id }) => id)).size).toBe(subjects.length);
    for (const { id } of acknowledged) expect(again.map((ticket) => ticket.id)).toContain(id);
    const { tickets } = await desk().listTickets({ pageSize: 200 });
    expect(tickets.filter(({ subject }) => keys.has(subject))).toHaveLength(subjects.length);
  }, 180_000);

  it.each(['notification', 'directory', 'identity', 'leadership', 'gateway'])(
    '%s comes back and nothing is lost',
    async (name) => {
      const ticket = await handle(`${name} 断电`);
      const pid = await kill(name);
      await comesBack(name, pid);
      await readable(ticket);
      await toldOwner(ticket);
    },
    120_000,
  );
});
