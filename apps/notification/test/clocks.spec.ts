import { NotificationService } from '@anju/contracts/notification';
import { Post } from '@anju/contracts/options';
import {
  CommitmentOverdueSchema,
  CommitmentWarnedSchema,
  EscalationAcknowledgedSchema,
  PromiseKind,
  PromiseWarnedSchema,
  TicketEscalatedSchema,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  contacts,
  everything,
  hurry,
  post,
  stands,
  start,
  states,
  stop,
  test,
  titles,
  twice,
} from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
beforeEach(() => everything('answers'));

const number = 'CH-2026-000005';

/** Members of staff in an estate of their own, by post. */
function anEstate() {
  const estateId = newId();
  const holder = async (one: Post, tenantId = test.tenantId) => {
    const who = await test.staff([{ post: one, estateIds: [estateId] }], tenantId);
    contacts.set(`${tenantId} ${who.subjectId}`, `${who.subjectId}@example.cn`);
    return {
      owner: who,
      subjectId: who.subjectId,
      email: `${who.subjectId}@example.cn`,
      inbox: test.client(NotificationService, who),
    };
  };
  return { about: { ticketId: newId(), number, estateId }, holder };
}

/** Every inbox that must stay empty of this: another post, another estate, another company. */
async function others({ holder }: ReturnType<typeof anEstate>, told: Post) {
  const elsewhere = anEstate();
  return [
    await holder(Post.ACTIVITY_PLANNER),
    await holder(told, test.otherTenantId),
    await elsewhere.holder(told),
  ];
}

const dueTime = timestampFromDate(new Date('2026-03-02T01:30:00Z'));

describe('a time that comes near', () => {
  it('is told to whoever has the case, once, and to nobody else', async () => {
    const here = anEstate();
    const [handler, colleague] = [
      await here.holder(Post.SERVICE_SPECIALIST),
      await here.holder(Post.SERVICE_SPECIALIST),
    ];
    const warned = { ...here.about, promiseId: newId(), kind: PromiseKind.RESOLUTION, dueTime };
    await twice(PromiseWarnedSchema, { ...warned, assigneeId: handler.subjectId });
    expect(await titles(handler)).toEqual([`${number} 解决即将到期`]);
    expect(await titles(colleague)).toEqual([]);
    const { body } = await stands(handler, { INBOX: 'DELIVERED' });
    expect(body).toBe('请在 3月2日 09:30 前完成。');
  });

  it('is told to every specialist of the estate while nobody has the case', async () => {
    const here = anEstate();
    const [one, two] = [
      await here.holder(Post.SERVICE_SPECIALIST),
      await here.holder(Post.SERVICE_SPECIALIST),
    ];
    await twice(PromiseWarnedSchema, { ...here.about, promiseId: newId(), kind: PromiseKind.OWN, dueTime });
    for (const who of [one, two]) expect(await titles(who)).toEqual([`${number} 受理即将到期`]);
    for (const who of await others(here, Post.SERVICE_SPECIALIST)) expect(await titles(who)).toEqual([]);
  });

  it('of a commitment is told to its department, and when it is over also to the desk, to nobody twice', async () => {
    const here = anEstate();
    const [guard, desk] = [
      await here.holder(Post.SECURITY_GUARD),
      await here.holder(Post.SERVICE_SPECIALIST),
    ];
    const estateIds = [here.about.estateId];
    const posts = [Post.SECURITY_GUARD, Post.SERVICE_SPECIALIST].map((one) => ({ post: one, estateIds }));
    const both = await test.staff(posts);
    const asked = { ...here.about, commitmentId: newId(), department: Post.SECURITY_GUARD, dueTime };
    await twice(CommitmentWarnedSchema, asked);
    await twice(CommitmentOverdueSchema, asked);
    const rung = {
      escalationId: newId(),
      level: 1,
      post: Post.SECURITY_GUARD,
      department: Post.SECURITY_GUARD,
    };
    await twice(TicketEscalatedSchema, { ...here.about, ...rung });
    const [near, over] = [`${number} 协办即将到期`, `${number} 安全防范员协办已超时(第 1 级)`];
    for (const who of [guard, both]) expect(await titles(who)).toEqual([near, over]);
    expect(await titles(desk)).toEqual([`${number} 安全防范员协办已超时`]);
  });
});

describe('the ladder', () => {
  const rung = (level: number, postTold: Post) => ({
    ...{ escalationId: newId(), level, post: postTold },
    promiseKind: PromiseKind.FIRST_RESPONSE,
  });

  it('reaches every holder of the post in the estate once, and nobody else', async () => {
    const here = anEstate();
    const [one, two] = [await here.holder(Post.SERVICE_MANAGER), await here.holder(Post.SERVICE_MANAGER)];
    await twice(TicketEscalatedSchema, { ...here.about, ...rung(2, Post.SERVICE_MANAGER) });
    for (const who of [one, two]) expect(await titles(who)).toEqual([`${number} 首次答复已超时(第 2 级)`]);
    for (const who of await others(here, Post.SERVICE_MANAGER)) expect(await titles(who)).toEqual([]);
    await stands(one, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
  });

  it('begins at whoever has the case alone', async () => {
    const here = anEstate();
    const [handler, colleague] = [
      await here.holder(Post.SERVICE_SPECIALIST),
      await here.holder(Post.SERVICE_SPECIALIST),
    ];
    const assigned = { ...rung(1, Post.SERVICE_SPECIALIST), assigneeId: handler.subjectId };
    await twice(TicketEscalatedSchema, { ...here.about, ...assigned });
    expect([(await titles(handler)).length, await titles(colleague)]).toEqual([1, []]);
  });
});

describe('taking note of what was missed', () => {
  const escalated = { level: 2, post: Post.SERVICE_MANAGER, promiseKind: PromiseKind.OWN };

  it('stops what is still queued and tells nobody; what was delivered stays', async () => {
    everything('neighbours are away');
    const here = anEstate();
    const manager = await here.holder(Post.SERVICE_MANAGER);
    const escalationId = newId();
    await twice(TicketEscalatedSchema, { ...here.about, ...escalated, escalationId });
    await stands(manager, { INBOX: 'DELIVERED', EMAIL: 'QUEUED contact_unavailable' });
    await twice(EscalationAcknowledgedSchema, {
      ...here.about,
      ...{ escalationIds: [escalationId], staffId: manager.subjectId },
    });
    everything('answers');
    await hurry();
    const later = newId();
    await twice(TicketEscalatedSchema, { ...here.about, ...escalated, escalationId: later, level: 3 });
    await stands(manager, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
    const { notices } = await manager.inbox.listNotices({});
    expect(notices.map(states)).toEqual([
      { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' },
      { INBOX: 'DELIVERED', EMAIL: 'STOPPED contact_unavailable' },
    ]);
    expect(post.to(manager.email).map(({ subject }) => subject)).toEqual([`${number} 受理已超时(第 3 级)`]);
  });

  it('stops the copy in an inbox that has not been delivered yet, so that it never shows', async () => {
    const here = anEstate();
    const manager = await here.holder(Post.SERVICE_MANAGER);
    const [first, second] = [newId(), newId()];
    for (const escalationId of [first, second])
      await twice(TicketEscalatedSchema, { ...here.about, ...escalated, escalationId });
    await stands(manager, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
    // As a sender leaves it that was too busy to come to it.
    await test.sql(
      `UPDATE delivery d SET state = 'queued', due_at = now() + interval '1 hour' FROM notice n
       WHERE n.id = d.notice_id AND n.source_id = $1`,
      [second],
    );
    await twice(EscalationAcknowledgedSchema, { ...here.about, escalationIds: [first, second] });
    const { notices } = await manager.inbox.listNotices({});
    expect(notices.map(states)).toEqual([{ INBOX: 'DELIVERED', EMAIL: 'DELIVERED' }]);
  });

  it('before the rung itself was heard sends nothing at all', async () => {
    const here = anEstate();
    const manager = await here.holder(Post.SERVICE_MANAGER);
    const escalationId = newId();
    await twice(EscalationAcknowledgedSchema, { ...here.about, escalationIds: [escalationId] });
    await twice(TicketEscalatedSchema, { ...here.about, ...escalated, escalationId });
    expect(await titles(manager)).toEqual([]);
  });

  it('in one company stops nothing in another, whatever ids it names', async () => {
    const here = anEstate();
    const abroad = await here.holder(Post.SERVICE_MANAGER, test.otherTenantId);
    const escalationId = newId();
    await twice(EscalationAcknowledgedSchema, { ...here.about, escalationIds: [escalationId] });
    const rung = { ...here.about, ...escalated, escalationId };
    await twice(TicketEscalatedSchema, rung, { tenantId: test.otherTenantId });
    await stands(abroad, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
  });

  it('keeps every table behind the wall', async () => {
    await twice(EscalationAcknowledgedSchema, { ticketId: newId(), number, escalationIds: [newId()] });
    expect(await test.wall()).toEqual([]);
  });
});
