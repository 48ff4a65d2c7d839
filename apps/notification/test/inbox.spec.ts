import { NotificationService } from '@anju/contracts/notification';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  test,
  post,
  estateId,
  contacts,
  start,
  stop,
  everything,
  aRequester,
  tell,
  states,
  stands,
  proofs,
  hurry,
} from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
beforeEach(() => everything('answers'));

describe('the inbox', () => {
  it("shows only one's own, newest first, and what was read stays read", async () => {
    const [mine, theirs] = [await aRequester(), await aRequester()];
    await tell(theirs);
    await tell(mine, { message: '第一' });
    await tell(mine, { message: '第二' });
    await stands(mine, { INBOX: 'DELIVERED' });
    const { notices } = await mine.inbox.listNotices({});
    expect(notices.map(({ body }) => body)).toEqual(['第二', '第一']);
    const read = await mine.inbox.readNotice({ id: notices[0]?.id ?? '' });
    expect(states(read)['INBOX']).toBe('READ');
    const again = await mine.inbox.readNotice({ id: read.id });
    expect(again.readTime).toEqual(read.readTime);
    expect((await mine.inbox.listNotices({ unread: true })).notices.map(({ body }) => body)).toEqual([
      '第一',
    ]);
    await expect(theirs.inbox.readNotice({ id: read.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('turns pages without losing or repeating one', async () => {
    const requester = await aRequester();
    for (const message of ['1', '2', '3']) await tell(requester, { message });
    await stands(requester, { INBOX: 'DELIVERED' });
    const first = await requester.inbox.listNotices({ pageSize: 2 });
    const last = await requester.inbox.listNotices({ pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.notices, ...last.notices].map(({ body }) => body)).toEqual(['3', '2', '1']);
    expect(last.nextPageToken).toBe('');
  });

  it('tells the arrival also of what was read before it was proved', async () => {
    everything('neighbours are away');
    const requester = await aRequester();
    const { noticeId } = await tell(requester);
    await test.sql('UPDATE notice SET read_at = now() WHERE source_id = $1', [noticeId]);
    everything('answers');
    await hurry();
    await stands(requester, { INBOX: 'READ' });
    expect(await proofs(noticeId)).toContain('INBOX DELIVERED');
  });
});

describe('two companies', () => {
  it('never see each other, also where a person has the same id in both', async () => {
    const requester = await aRequester();
    await tell(requester, { message: '甲公司' });
    await stands(requester, { EMAIL: 'DELIVERED' });
    const twin = await test.resident([estateId], test.otherTenantId, requester.owner.subjectId);
    contacts.set(`${twin.tenantId} ${twin.subjectId}`, 'twin@example.cn');
    const abroad = { owner: twin, email: 'twin@example.cn', inbox: test.client(NotificationService, twin) };
    expect((await abroad.inbox.listNotices({})).notices).toEqual([]);
    await tell(abroad, { message: '乙公司' });
    await stands(abroad, { EMAIL: 'DELIVERED' });
    expect(post.to('twin@example.cn').map(({ text }) => text?.trim())).toEqual(['乙公司']);
    expect((await requester.inbox.listNotices({})).notices.map(({ body }) => body)).toEqual(['甲公司']);
  });

  it('have a wall between them that stands', async () => expect(await test.wall()).toEqual([]));
});
