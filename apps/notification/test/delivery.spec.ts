import { NoticeDeliveredSchema } from '@anju/contracts/notification';
import { PromiseKind, RequesterNoticeRequestedSchema } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { eventually } from '@anju/testing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  test,
  post,
  estateId,
  start,
  stop,
  everything,
  aRequester,
  tell,
  stands,
  proofs,
  hurry,
} from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);
beforeEach(() => everything('answers'));

describe('a notice to the requester (Article 7(1) and (5))', () => {
  it("reaches inbox and e-mail with the duty's own words, and each arrival is told once", async () => {
    const requester = await aRequester();
    const { noticeId, ticketId } = await tell(requester);
    const notice = await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
    expect(notice).toMatchObject({
      title: 'CH-2026-000001 有新的进展',
      body: '已安排铺设隔音垫',
      subjectId: ticketId,
    });
    const [mail, ...more] = post.to(requester.email);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      subject: notice.title,
      messageId: `<${notice.id}@anju>`,
      from: { address: 'anju@example.cn' },
    });
    expect(mail?.text?.trim()).toBe('已安排铺设隔音垫');
    expect(mail?.to?.map(({ address }) => address)).toEqual([requester.email]);
    expect(await proofs(noticeId)).toEqual(['EMAIL DELIVERED', 'INBOX DELIVERED']);
    const proof = (await test.told(NoticeDeliveredSchema)).find((event) => event.sourceId === noticeId);
    expect(proof).toMatchObject({
      subjectType: 'ticket',
      subjectId: ticketId,
      recipientId: requester.owner.subjectId,
    });
  });

  it('says that there is a message, and carries it', async () => {
    const requester = await aRequester();
    await tell(requester, { occasion: 'message', message: '请您今晚在家等候' });
    const notice = await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
    expect(notice).toMatchObject({ title: 'CH-2026-000001 有新的留言', body: '请您今晚在家等候' });
  });

  it("names the promised deadlines in the estate's own time when a case was recorded", async () => {
    const requester = await aRequester();
    const dueTime = timestampFromDate(new Date('2026-03-02T01:30:00Z'));
    const event = {
      noticeId: newId(),
      ticketId: newId(),
      number: 'CH-2026-000009',
      estateId,
      requesterId: requester.owner.subjectId,
      occasion: 'recorded',
    };
    await test.hear(RequesterNoticeRequestedSchema, {
      ...event,
      promises: [{ kind: PromiseKind.RESOLUTION, dueTime }],
    });
    const { body } = await stands(requester, { EMAIL: 'DELIVERED' });
    expect(body).toContain('解决:3月2日 09:30 前');
  });

  it('is queued, and does not show, while its words cannot be fetched', async () => {
    everything('neighbours are away');
    const requester = await aRequester();
    const { noticeId } = await tell(requester);
    const queued = await eventually(async () => {
      const rows = await test.sql<{ state: string; reason: string }>(
        'SELECT d.state, d.reason FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE n.source_id = $1',
        [noticeId],
      );
      return rows.every(({ reason }) => reason === 'words_unavailable') ? rows : undefined;
    });
    expect(queued.map(({ state }) => state)).toEqual(['queued', 'queued']);
    expect((await requester.inbox.listNotices({})).notices).toEqual([]);
    everything('answers');
    await hurry();
    const { body } = await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'DELIVERED' });
    expect(body).toBe('已安排铺设隔音垫');
  });

  it('is given up when its duty does not know its words, and shows its title', async () => {
    const requester = await aRequester();
    const event = {
      noticeId: newId(),
      ticketId: newId(),
      number: 'CH-2026-000008',
      estateId,
      requesterId: requester.owner.subjectId,
      occasion: 'progress',
    };
    await test.hear(RequesterNoticeRequestedSchema, event);
    await stands(requester, { INBOX: 'FAILED words_unknown', EMAIL: 'FAILED words_unknown' });
    expect(await proofs(event.noticeId)).toEqual(['EMAIL FAILED', 'INBOX FAILED']);
  });

  it('is nobody’s when the case has no requester', async () => {
    const event = {
      noticeId: newId(),
      ticketId: newId(),
      number: 'CH-2026-000007',
      estateId,
      occasion: 'progress',
    };
    const id = await test.hear(RequesterNoticeRequestedSchema, event);
    expect(await test.sql('SELECT 1 FROM parked_event WHERE event_id = $1', [id])).toEqual([]);
    expect(await test.sql('SELECT 1 FROM notice WHERE source_id = $1', [event.noticeId])).toEqual([]);
  });
});
