import { EstateChangedSchema } from '@anju/contracts/directory';
import { Post } from '@anju/contracts/options';
import {
  FigureGrouping,
  type GetTicketFiguresRequestSchema,
  TicketFiguresService,
  TicketKind,
  TicketPolicyService,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { TestService } from '@anju/testing';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WakeTickets } from '../src/app/wake-tickets.js';
import { aHome, type Home, startDesk } from './desk.js';
import { recount } from './figures-count.js';
import { playCases } from './figures-play.js';
import { retell, type Retold } from './figures-recount.js';

let test: TestService;
let homes: Home[];
let cases: Retold[];
let end: Date;

const offsets = new Map<string, number>();
const figuresOf = async (post: Post, estateIds?: readonly string[]) =>
  test.client(TicketFiguresService, await test.staff([{ post, ...(estateIds ? { estateIds } : {}) }]));

/** Suggestions are not visited, so that some cases close without. */
async function publishPolicy(): Promise<void> {
  const policies = test.client(TicketPolicyService, await test.staff([{ post: Post.SERVICE_MANAGER }]));
  const policy = (await policies.listPolicies({})).policies[0]?.policy;
  if (!policy) throw new Error('there is no policy');
  const kinds = policy.kinds.map((one) => ({
    ...one,
    visitPercent: one.kind === TicketKind.SUGGESTION ? 0 : 100,
  }));
  await policies.publishPolicy({ policy: { ...policy, kinds, version: 'figures' } });
}

beforeAll(async () => {
  test = await startDesk();
  test.clock.set('2026-03-02T00:00:00Z');
  homes = [await aHome(test, 'FA'), await aHome(test, 'FB'), await aHome(test, 'FC')];
  for (const [index, { estateId }] of homes.entries()) offsets.set(estateId, index === 2 ? 9 : 8);
  const far = { estateId: homes[2]?.estateId ?? '', name: 'FC', code: 'FC', zone: 'Asia/Tokyo' };
  await test.hear(EstateChangedSchema, far, { subject: far.estateId });
  await publishPolicy();
  end = await playCases(test, homes);
  await test.service.app.get(WakeTickets).round();
  await test.service.app.get(WakeTickets).round();
  cases = await retell(test);
}, 240_000);
afterAll(() => test.stop());

type Asked = Omit<MessageInitShape<typeof GetTicketFiguresRequestSchema>, '$typeName'>;

async function compare(from: Date, to: Date, change: Asked): Promise<void> {
  const figures = await figuresOf(Post.SERVICE_MANAGER);
  const request = { ...change, fromTime: timestampFromDate(from), toTime: timestampFromDate(to) };
  const answer = await figures.getTicketFigures(request);
  const { estateId = '', category = '', groupBy = FigureGrouping.NONE, kind } = change;
  const asked = { estateId, category, groupBy, kind: kind ? TicketKind[kind].toLowerCase() : '' };
  const q = { ...asked, from: from.getTime(), to: to.getTime(), now: end.getTime(), offsets };
  const expected = recount(cases, q);
  expect(answer.total).toEqual(expected.total);
  expect(answer.groups.map(({ key, figures }) => ({ key, figures }))).toEqual(expected.groups);
  const load = answer.load.map(({ staffId, openCases }) => [staffId, openCases] as const);
  expect(new Map(load)).toEqual(expected.load);
}

const march = new Date('2026-03-01T16:00:00Z');
const later = new Date('2026-04-10T16:00:00Z');

describe('figures and a recount of the events', () => {
  it('know every way a case can go', () => {
    const all = recount(cases, {
      ...{ from: march.getTime(), to: later.getTime(), now: end.getTime(), offsets },
      ...{ groupBy: FigureGrouping.NONE, estateId: '', category: '', kind: '' },
    }).total;
    expect(cases).toHaveLength(63);
    for (const count of [all.resolved, all.closed, all.reopened, all.endedOtherwise, all.openNow])
      expect(count).toBeGreaterThan(3);
    expect(all.promises).toHaveLength(4);
    for (const { kept, broken } of all.promises) expect(Math.min(kept, broken)).toBeGreaterThan(0);
    expect(all.promises.some(({ open }) => open > 0)).toBe(true);
    expect(all.states).toHaveLength(8);
    expect(Math.min(...(all.satisfaction?.distribution ?? [0]))).toBeGreaterThan(0);
    expect(all.closedBy).toHaveLength(5);
    const guards = all.commitments[0];
    expect(Math.min(guards?.fulfilled ?? 0, guards?.returned ?? 0, guards?.overdue ?? 0)).toBeGreaterThan(0);
  });

  const groupings = [
    ...[FigureGrouping.NONE, FigureGrouping.ESTATE, FigureGrouping.CATEGORY, FigureGrouping.KIND],
    ...[FigureGrouping.STAFF, FigureGrouping.DAY, FigureGrouping.WEEK, FigureGrouping.MONTH],
  ];
  it.each(groupings.map((groupBy) => [FigureGrouping[groupBy], groupBy] as const))(
    'agree by %s, until now, of a period that is past and of a long one',
    async (_, groupBy) => {
      await compare(march, later, { groupBy });
      await compare(new Date('2025-11-01T16:00:00Z'), later, { groupBy });
      await compare(new Date('2026-03-04T05:00:00Z'), new Date('2026-03-10T04:00:00Z'), { groupBy });
    },
  );

  it('agree for one estate, category and kind', async () => {
    await compare(march, later, { estateId: homes[2]?.estateId ?? '', groupBy: FigureGrouping.DAY });
    await compare(march, later, { category: 'lift', groupBy: FigureGrouping.STAFF });
    await compare(march, later, { kind: TicketKind.ENQUIRY, groupBy: FigureGrouping.ESTATE });
    await compare(march, later, { kind: TicketKind.COMPLAINT, category: 'water' });
  });
});

describe('figures', () => {
  it('are of the last thirty days when nothing is said', async () => {
    const { fromTime, toTime, time, total } = await (await figuresOf(Post.LEADERSHIP)).getTicketFigures({});
    expect(time).toEqual(timestampFromDate(end));
    expect(toTime).toEqual(time);
    expect(fromTime && end.getTime() - timestampDate(fromTime).getTime()).toBe(30 * 86_400_000);
    expect(total?.openNow).toBeGreaterThan(0);
  });

  it('refuse a period that is none or too long, and an estate that is not there', async () => {
    const figures = await figuresOf(Post.SERVICE_MANAGER);
    const ask = (request: Asked) => expect(figures.getTicketFigures(request)).rejects;
    const [fromTime, toTime] = [timestampFromDate(later), timestampFromDate(march)];
    await ask({ fromTime, toTime }).toMatchObject({ reason: 'ticketing.figures_period' });
    const yearAgo = timestampFromDate(new Date(end.getTime() - 367 * 86_400_000));
    await ask({ fromTime: yearAgo }).toMatchObject({
      problem: { reason: 'ticketing.figures_period', violations: [{ field: 'fromTime' }] },
    });
    await ask({ estateId: newId() }).toMatchObject({ reason: 'ticketing.estate_unknown' });
  });

  it('are of the caller’s own estates', async () => {
    const [mine, other] = homes;
    const figures = await figuresOf(Post.SERVICE_MANAGER, [mine?.estateId ?? '']);
    const { groups } = await figures.getTicketFigures({ groupBy: FigureGrouping.ESTATE });
    expect(groups.map(({ key }) => key)).toEqual([mine?.estateId]);
    await expect(figures.getTicketFigures({ estateId: other?.estateId ?? '' })).rejects.toMatchObject({
      reason: 'ticketing.estate_unknown',
    });
  });

  it('are for managers and leaders', async () => {
    const refused = { code: 'PERMISSION_DENIED' };
    await expect((await figuresOf(Post.SERVICE_SPECIALIST)).getTicketFigures({})).rejects.toMatchObject(
      refused,
    );
    await expect((await figuresOf(Post.SECURITY_GUARD)).getTicketFigures({})).rejects.toMatchObject(refused);
    const owner = await test.resident([homes[0]?.estateId ?? ''], test.tenantId, homes[0]?.ownerId);
    await expect(test.client(TicketFiguresService, owner).getTicketFigures({})).rejects.toMatchObject(
      refused,
    );
    expect(await test.wall()).toEqual([]);
  });
});
