import { Post } from '@anju/contracts/options';
import {
  AssignBy,
  DeskAssignmentService,
  PromiseKind,
  PromiseState,
  TicketAssignedSchema,
  TicketKind,
  TicketState,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let boss: Identity;
let homes = 0;

beforeAll(async () => {
  test = await startDesk();
  boss = await test.staff([{ post: Post.SERVICE_MANAGER }]);
}, 60_000);
afterAll(() => test.stop());

const rulesOf = (who: Identity) => test.client(DeskAssignmentService, who);
const leastLoad = { priority: 1, by: AssignBy.LEAST_LOAD };

interface Place {
  readonly home: Home;
  readonly people: readonly Identity[];
  readonly ids: readonly string[];
}

/** An estate of its own with so many specialists, all on duty. */
async function aPlace(count: number): Promise<Place> {
  const home = await aHome(test, `AS${++homes}`);
  const people: Identity[] = [];
  for (let one = 0; one < count; one++) people.push(await aSpecialist(test, [home.estateId]));
  for (const who of people) await rulesOf(who).setOnDuty({ onDuty: true });
  return { home, people, ids: people.map(({ subjectId }) => subjectId) };
}

const record = (home: Home, change: object = {}, who = boss) =>
  deskOf(test, who).recordTicket(aComplaint(home, change));

const times = (given: readonly { assigneeId: string }[], ids: readonly string[]) =>
  ids.map((id) => given.filter(({ assigneeId }) => assigneeId === id).length);

describe('who is proposed for a new case', () => {
  it('has it as a proposal: the case stays new and owed until somebody takes it on', async () => {
    const { home, ids } = await aPlace(1);
    await rulesOf(boss).createAssignmentRule({ ...leastLoad, estateIds: [home.estateId] });
    const ticket = await record(home);
    expect(ticket).toMatchObject({ state: TicketState.NEW, assigneeId: ids[0] });
    const own = (of: typeof ticket) => of.promises.find(({ kind }) => kind === PromiseKind.OWN)?.state;
    expect(own(ticket)).toBe(PromiseState.OPEN);
    const told = (await test.told(TicketAssignedSchema)).filter(({ ticketId }) => ticketId === ticket.id);
    expect(told).toMatchObject([{ assigneeId: ids[0], staffId: '', number: ticket.number }]);
    const verified = await deskOf(test, boss).verifyTicket({ id: ticket.id });
    expect(verified).toMatchObject({ state: TicketState.VERIFYING, assigneeId: ids[0] });
    expect(own(verified)).toBe(PromiseState.KEPT);
  });

  it('is nobody without a rule, or with nobody on duty', async () => {
    const { home, people } = await aPlace(1);
    expect((await record(home)).assigneeId).toBe('');
    await rulesOf(boss).createAssignmentRule({ ...leastLoad, estateIds: [home.estateId] });
    await rulesOf(people[0] ?? boss).setOnDuty({ onDuty: false });
    expect((await record(home)).assigneeId).toBe('');
  });

  it('follows the first rule that fits, by what residents record too', async () => {
    const { home, people, ids } = await aPlace(3);
    const rule = { by: AssignBy.ROUND_ROBIN, estateIds: [home.estateId] };
    await rulesOf(boss).createAssignmentRule({ ...rule, priority: 9, staffIds: [ids[0] ?? ''] });
    await rulesOf(boss).createAssignmentRule({
      ...rule,
      priority: 2,
      categories: ['lift'],
      staffIds: [ids[1] ?? ''],
    });
    const enquiries = { ...rule, priority: 3, kinds: [TicketKind.ENQUIRY], staffIds: [ids[2] ?? ''] };
    await rulesOf(boss).createAssignmentRule(enquiries);
    const owner = await test.resident([home.estateId], test.tenantId, home.ownerId);
    const given = [
      await record(home, { category: 'lift', kind: TicketKind.ENQUIRY }),
      await record(home, { kind: TicketKind.ENQUIRY }, owner),
      await record(home, {}, people[1]),
    ];
    expect(given.map(({ assigneeId }) => assigneeId)).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('is each in turn, or who has the fewest open cases', async () => {
    const { home, ids } = await aPlace(3);
    const rules = rulesOf(boss);
    const rule = { by: AssignBy.ROUND_ROBIN, priority: 1, estateIds: [home.estateId] };
    const { id } = await rules.createAssignmentRule(rule);
    const turns = [];
    for (let one = 0; one < 6; one++) turns.push(await record(home));
    expect(turns.slice(0, 3).map(({ assigneeId }) => assigneeId)).toEqual([...ids].sort());
    expect(times(turns, ids)).toEqual([2, 2, 2]);
    await rules.updateAssignmentRule({ id, by: AssignBy.LEAST_LOAD });
    const [free] = turns.slice(4);
    for (const done of turns.filter(({ assigneeId }) => assigneeId === free?.assigneeId))
      await deskOf(test, boss).resolveTicket({ id: done.id, solution: '已处理' });
    const next = [await record(home), await record(home)];
    expect(times(next, [free?.assigneeId ?? ''])).toEqual([2]);
  });

  it('is overloaded by no race: twenty recordings at once, five for each of four', async () => {
    const { home, ids, people } = await aPlace(4);
    await rulesOf(boss).createAssignmentRule({ ...leastLoad, estateIds: [home.estateId] });
    const owner = await test.resident([home.estateId], test.tenantId, home.ownerId);
    const callers = [boss, owner, ...people];
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, at) => record(home, {}, callers[at % callers.length])),
    );
    expect(times(given, ids)).toEqual([5, 5, 5, 5]);
    const { people: listed } = await rulesOf(boss).getDesk({ estateId: home.estateId });
    const here = listed.filter(({ staffId }) => ids.includes(staffId));
    expect(here.map(({ onDuty, openCases }) => [onDuty, openCases])).toEqual(Array(4).fill([true, 5]));
  });
});

describe('the desk', () => {
  it('is staffed by oneself, and by a manager for people of their estates', async () => {
    const { home, people, ids } = await aPlace(2);
    const [mine, colleague] = [rulesOf(people[0] ?? boss), ids[1] ?? ''];
    await expect(mine.setOnDuty({ onDuty: false, staffId: colleague })).rejects.toMatchObject({
      reason: 'forbidden',
    });
    expect(await rulesOf(boss).setOnDuty({ onDuty: false, staffId: colleague })).toMatchObject({
      onDuty: false,
    });
    const { people: listed } = await mine.getDesk({});
    expect(listed.find(({ staffId }) => staffId === colleague)).toMatchObject({ onDuty: false });
    const elsewhere = await aHome(test, `AS${++homes}`);
    const other = await test.staff([{ post: Post.SERVICE_MANAGER, estateIds: [elsewhere.estateId] }]);
    const strange = { reason: 'ticketing.not_at_desk' };
    await expect(rulesOf(other).setOnDuty({ onDuty: true, staffId: colleague })).rejects.toMatchObject(
      strange,
    );
    await expect(rulesOf(boss).setOnDuty({ onDuty: true, staffId: newId() })).rejects.toMatchObject(strange);
    await expect(rulesOf(other).getDesk({ estateId: home.estateId })).rejects.toMatchObject({
      reason: 'ticketing.estate_unknown',
    });
  });

  it('counts what is worked on, whoever it is passed on to', async () => {
    const { home, ids } = await aPlace(2);
    const desk = deskOf(test, boss);
    const load = async () => {
      const { people } = await rulesOf(boss).getDesk({ estateId: home.estateId });
      return ids.map((id) => people.find(({ staffId }) => staffId === id)?.openCases);
    };
    const [{ id }, second] = [await record(home), await record(home)];
    for (const one of [id, second.id]) await desk.assignTicket({ id: one, assigneeId: ids[0] ?? '' });
    expect(await load()).toEqual([2, 0]);
    await desk.assignTicket({ id, assigneeId: ids[1] ?? '' });
    expect(await load()).toEqual([1, 1]);
    await desk.resolveTicket({ id, solution: '已处理' });
    expect(await load()).toEqual([1, 0]);
    await desk.reopenTicket({ id, reason: '又坏了' });
    expect(await load()).toEqual([1, 1]);
    await desk.cancelTicket({ id: second.id, reason: 'x' });
    expect(await load()).toEqual([0, 1]);
  });
});

describe('assignment rules', () => {
  it('change with a version, in the order in which they are tried', async () => {
    const { home, ids } = await aPlace(1);
    const rules = rulesOf(await test.staff([{ post: Post.SERVICE_MANAGER, estateIds: [home.estateId] }]));
    const here = { estateIds: [home.estateId], by: AssignBy.LEAST_LOAD };
    const last = await rules.createAssignmentRule({ ...here, priority: 5, staffIds: [...ids] });
    const first = await rules.createAssignmentRule({ ...here, priority: 4 });
    const listed = async () =>
      (await rules.listAssignmentRules({})).rules
        .filter(({ estateIds }) => estateIds.includes(home.estateId))
        .map(({ id }) => id);
    expect(await listed()).toEqual([first.id, last.id]);
    const moved = await rules.updateAssignmentRule({ id: last.id, etag: '1', priority: 0 });
    expect(moved).toMatchObject({ priority: 0, staffIds: ids, etag: '2' });
    expect(await listed()).toEqual([last.id, first.id]);
    await expect(rules.updateAssignmentRule({ id: last.id, etag: '1', priority: 3 })).rejects.toMatchObject({
      reason: 'stale',
    });
    await rules.deleteAssignmentRule({ id: first.id });
    expect(await listed()).toEqual([last.id]);
    const unfit = rules.updateAssignmentRule({ id: last.id, staffIds: [newId()] });
    await expect(unfit).rejects.toMatchObject({
      problem: { reason: 'ticketing.assignee_unfit', violations: [{ field: 'staffIds[0]' }] },
    });
  });

  it('are written by managers of the estates', async () => {
    const [mine, other] = [await aPlace(0), await aPlace(0)];
    const managerOf = ({ home }: Place, tenantId?: string) =>
      test.staff([{ post: Post.SERVICE_MANAGER, estateIds: [home.estateId] }], tenantId);
    const rules = rulesOf(await managerOf(mine));
    const { id } = await rules.createAssignmentRule({ ...leastLoad, estateIds: [mine.home.estateId] });
    await expect(rules.createAssignmentRule(leastLoad)).rejects.toMatchObject({
      reason: 'ticketing.setting_out_of_reach',
    });
    for (const who of [await managerOf(other), await managerOf(mine, test.otherTenantId)]) {
      const change = rulesOf(who).updateAssignmentRule({ id, priority: 1 });
      await expect(change).rejects.toMatchObject({ reason: 'not_found' });
      await expect(rulesOf(who).deleteAssignmentRule({ id })).rejects.toMatchObject({ reason: 'not_found' });
    }
    const specialist = rulesOf(await aSpecialist(test));
    await expect(specialist.listAssignmentRules({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await test.wall()).toEqual([]);
  });
});
