import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  test,
  post,
  contacts,
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

describe('e-mail', () => {
  it('that the server puts off (4xx) is tried again and then delivered, once', async () => {
    let asked = 0;
    post.verdict = () => ((asked += 1) === 1 ? 451 : undefined);
    const requester = await aRequester();
    const { noticeId } = await tell(requester);
    await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'QUEUED smtp_deferred' });
    await stands(requester, { EMAIL: 'DELIVERED' }, 30_000);
    expect(post.to(requester.email)).toHaveLength(1);
    expect(await proofs(noticeId)).toEqual(['EMAIL DELIVERED', 'INBOX DELIVERED']);
  });

  it('that the server refuses (5xx) is given up at once; the inbox has it all the same', async () => {
    post.verdict = () => 550;
    const requester = await aRequester();
    const { noticeId } = await tell(requester);
    await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'FAILED smtp_refused' });
    expect(await proofs(noticeId)).toEqual(['EMAIL FAILED', 'INBOX DELIVERED']);
  });

  it.each([
    ['nobody has an address for', '', 'no_address'],
    ['would go to a second mailbox', 'a@example.cn, evil@example.com', 'bad_address'],
    ['would write a header of its own', 'a@example.cn\r\nBcc: evil@example.com', 'bad_address'],
  ])('that %s fails with a reason and sends nothing', async (_, email, reason) => {
    const before = post.mails.length;
    const requester = await aRequester({ email });
    await tell(requester);
    await stands(requester, { INBOX: 'DELIVERED', EMAIL: `FAILED ${reason}` });
    expect(post.mails).toHaveLength(before);
  });

  it('to somebody the directory does not know fails with a reason', async () => {
    const requester = await aRequester();
    contacts.delete(`${test.tenantId} ${requester.owner.subjectId}`);
    await tell(requester);
    await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'FAILED contact_unknown' });
  });

  it('waits for a server that is down, however many, and loses none', async () => {
    await post.shut();
    const requesters = await Promise.all(Array.from({ length: 25 }, () => aRequester()));
    for (const requester of requesters) await tell(requester);
    for (const requester of requesters)
      await stands(requester, { INBOX: 'DELIVERED', EMAIL: 'QUEUED smtp_unreachable' });
    await post.open();
    await hurry();
    for (const requester of requesters) await stands(requester, { EMAIL: 'DELIVERED' }, 30_000);
    expect(requesters.map(({ email }) => post.to(email).length)).toEqual(requesters.map(() => 1));
  });

  it('is given up when it was tried for a day', async () => {
    post.verdict = () => 451;
    const requester = await aRequester();
    const { noticeId } = await tell(requester);
    await stands(requester, { EMAIL: 'QUEUED smtp_deferred' });
    await hurry(29);
    await stands(requester, { EMAIL: 'FAILED smtp_deferred' });
    expect(await proofs(noticeId)).toEqual(['EMAIL FAILED', 'INBOX DELIVERED']);
  });

  it('carries words as plain text, and a title never becomes a header', async () => {
    const requester = await aRequester();
    const message = '<script>alert(1)</script>\r\n.\r\nMAIL FROM:<evil@example.com>';
    await tell(requester, { message, number: 'CH-1\r\nBcc: evil@example.com' });
    await stands(requester, { EMAIL: 'DELIVERED' });
    const [mail] = post.to(requester.email);
    expect(mail).toMatchObject({ subject: 'CH-1 Bcc: evil@example.com 有新的进展' });
    expect([mail?.bcc, mail?.html]).toEqual([undefined, undefined]);
    expect(mail?.text?.trim().replaceAll('\r\n', '\n')).toBe(message.replaceAll('\r\n', '\n'));
    expect(post.to('evil@example.com')).toEqual([]);
  });
});
