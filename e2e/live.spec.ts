import { AccountKind } from '@anju/contracts/identity';
import { Post } from '@anju/contracts/options';
import { Channel, TicketKind } from '@anju/contracts/ticketing';
import { eventually } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { connect, createServer, type Server } from 'node:net';
import { Browser } from './browser.js';
import { aCompany, type Caller, caller, type Company, password, soon, url } from './company.js';
import { EventStream } from './event-stream.js';
import { aReplica, freePort, places } from './replica.js';

let ours: Company;
let theirs: Company;
let otherEstate: string;
let neighbour: string;
let elsewhere: Caller;
const streams: EventStream[] = [];

/** A member of staff with one post in one estate. */
async function staffOf(company: Company, name: string, post: Post, estateId: string): Promise<Caller> {
  const admin = company.as('admin');
  const { id } = await admin.directory.createStaff({ name, posts: [{ post, estateIds: [estateId] }] });
  const login = `${name}@${company.code}`;
  await admin.identity.createAccount({ kind: AccountKind.STAFF, subjectId: id, login, password });
  return caller(login);
}

beforeAll(async () => {
  [ours, theirs] = [await aCompany(), await aCompany()];
  const { directory } = ours.as('admin');
  otherEstate = (await directory.createEstate({ name: '碧波', code: 'BB' })).id;
  const { units } = await directory.listUnits({ estateId: ours.estateId });
  neighbour = units.find(({ id }) => id !== ours.unitId)?.residents[0]?.personId ?? '';
  elsewhere = await staffOf(ours, 'elsewhere', Post.SERVICE_SPECIALIST, otherEstate);
  await soon(() => elsewhere.ticketing.listTickets({}));
}, 180_000);
afterAll(() => streams.forEach((stream) => stream.close()));

async function following({ token }: { token: string }, at = url): Promise<EventStream> {
  const stream = await EventStream.open({ authorization: `Bearer ${token}` }, at);
  expect(stream.answer.status).toBe(200);
  streams.push(stream);
  return stream;
}

async function record(company: Company, requesterId = company.ownerId, estateId = company.estateId) {
  const about = { kind: TicketKind.ENQUIRY, channel: Channel.PHONE, subject: '问' };
  const person = estateId === company.estateId ? { requesterId } : {};
  const { ticketing } = company.as('specialist');
  return (await soon(() => ticketing.recordTicket({ estateId, ...person, ...about }))).id;
}

describe('live updates', () => {
  it('tell staff of the estates where they hold the permission, and nobody else', async () => {
    const [everywhere, there, abroad, guard] = [
      await following(ours.as('specialist')),
      await following(elsewhere),
      await following(theirs.as('specialist')),
      await following(ours.as('guard')),
    ];
    const [here, away, foreign] = [
      await record(ours),
      await record(ours, '', otherEstate),
      await record(theirs),
    ];
    // Whoever may see it has been told: the same event was passed on, or not, to everybody else before.
    await soon(() => Promise.resolve(everywhere.knows(here) && everywhere.knows(away)));
    await soon(() => Promise.resolve(abroad.knows(foreign)));
    await soon(() => Promise.resolve(there.knows(away)));
    expect([there.knows(here), there.knows(foreign)]).toEqual([false, false]);
    expect([abroad.knows(here), abroad.knows(away), everywhere.knows(foreign)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(guard.told.filter(({ subject }) => [here, away, foreign].includes(subject))).toEqual([]);
  });

  it('tell a resident of the own cases only, in ids', async () => {
    const [everywhere, owner] = [await following(ours.as('specialist')), await following(ours.as('owner'))];
    const [own, another] = [await record(ours), await record(ours, neighbour)];
    await soon(() => Promise.resolve(everywhere.knows(own) && everywhere.knows(another)));
    await soon(() => Promise.resolve(owner.knows(own)));
    expect(owner.knows(another)).toBe(false);
    expect(
      owner.told.every((told) => Object.keys(told).sort().join() === 'estateId,event,subject,time,type'),
    ).toBe(true);
  });

  it('are refused with a problem to nobody and to a foreign token', async () => {
    for (const headers of [{}, { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }]) {
      const { answer } = await EventStream.open(headers);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        401,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  it('carry the headers of every other answer', async () => {
    const { answer } = await following(ours.as('owner'));
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stop for a post that was taken away', async () => {
    const leaving = await staffOf(ours, 'leaving', Post.SERVICE_SPECIALIST, ours.estateId);
    await soon(() => leaving.ticketing.listTickets({}));
    const [stays, leaves] = [await following(ours.as('specialist')), await following(leaving)];
    const first = await record(ours);
    await soon(() => Promise.resolve(leaves.knows(first)));
    const { subjectId, posts } = await leaving.directory.getMe({});
    await ours.as('admin').directory.endPost({ id: subjectId, assignmentId: posts[0]?.id ?? '' });
    await soon(async () => {
      const later = await record(ours);
      await soon(() => Promise.resolve(stays.knows(later)));
      return !leaves.knows(later);
    });
  });

  it('end when the session they came with was signed out', async () => {
    const browser = new Browser();
    await browser.signIn(`colleague@${ours.code}`, password);
    const stream = await EventStream.open({ cookie: `anju_session=${browser.cookie('anju_session')}` });
    streams.push(stream);
    const id = await record(ours);
    await soon(() => Promise.resolve(stream.knows(id)));
    await browser.ask('/auth/logout', { method: 'POST', headers: { origin: url } });
    await soon(() => Promise.resolve(stream.ended));
  }, 60_000);
});

describe('a gateway whose broker cannot be reached when it starts', () => {
  let bridge: Server | undefined;
  afterAll(() => void bridge?.close());

  const groups = async (): Promise<string[]> => {
    const admin = new Kafka({ brokers: [places().kafka], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const list = await admin.listGroups();
    await admin.disconnect();
    return list.groups.map(({ groupId }) => groupId).filter((id) => id.includes('-live-'));
  };

  it('answers all the same, tells when the broker is there, and leaves no group behind', async () => {
    const before = await groups();
    const port = await freePort();
    const replica = await aReplica({ KAFKA_BROKERS: `127.0.0.1:${port}` });
    expect(await (await fetch(`${replica.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const stream = await following(ours.as('specialist'), replica.url);
    const [host = '', kafkaPort] = places().kafka.split(':');
    bridge = createServer((socket) => {
      const onward = connect(Number(kafkaPort), host);
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) end.on('error', () => end.destroy());
    }).listen(port, '127.0.0.1');
    await soon(async () => {
      const id = await record(ours);
      return eventually(() => stream.knows(id), 2_000).catch(() => false);
    });
    const during = (await groups()).filter((id) => !before.includes(id));
    expect(during).toHaveLength(1);
    stream.close();
    await replica.stop();
    expect((await groups()).filter((id) => during.includes(id))).toEqual([]);
  }, 90_000);

  it('can be stopped while it still waits for the broker', async () => {
    const replica = await aReplica({ KAFKA_BROKERS: `127.0.0.1:${await freePort()}` });
    await replica.stop();
    await expect(fetch(`${replica.url}/healthz`)).rejects.toThrow();
  }, 20_000);
});
