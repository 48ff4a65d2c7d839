import { describe, expect, it } from '@jest/globals';
import { afterFailure, isMailbox, oneLine, tries, waits } from './delivery.js';
import { localTime, recorded, templates } from './templates.js';

const now = new Date('2026-03-02T01:30:00Z');

describe('what the requester is told (Article 7(1))', () => {
  it("names the number and each deadline in the estate's own time", () => {
    const words = recorded('LH-2026-000001', [{ kind: 'first_response', dueAt: now }], 'Asia/Shanghai');
    expect(words.title).toContain('LH-2026-000001');
    expect(words.body).toContain(`首次答复:${localTime(now, 'Asia/Shanghai')} 前`);
    expect(localTime(now, 'Asia/Shanghai')).toContain('09:30');
  });
});

describe('what staff are told', () => {
  it('of a missed promise: the case, what was missed and the rung', () => {
    const missed = { promise: 'first_response', department: '' };
    expect(templates.ticket_escalated('CH-2026-000005', missed, 2).title).toBe(
      'CH-2026-000005 首次答复已超时(第 2 级)',
    );
  });

  it('of a missed commitment: the case, the department and the rung', () => {
    const missed = { promise: '', department: 'facility_keeper' };
    expect(templates.ticket_escalated('CH-2026-000005', missed, 1).title).toBe(
      'CH-2026-000005 设施设备管理员协办已超时(第 1 级)',
    );
  });

  it('of a time that comes near: until when', () => {
    const due = localTime(now, 'Asia/Shanghai');
    expect(templates.promise_warned('CH-1', 'resolution', due)).toEqual({
      title: 'CH-1 解决即将到期',
      body: '请在 3月2日 09:30 前完成。',
    });
    expect(templates.commitment_warned('CH-1', due).body).toContain('3月2日 09:30');
  });
});

describe('a delivery', () => {
  it('is tried again later each time, and given up at last', () => {
    expect(afterFailure(1, false, now)).toEqual({
      state: 'queued',
      dueAt: new Date(now.getTime() + waits[0]),
    });
    expect(afterFailure(tries - 1, false, now)).toMatchObject({ state: 'queued' });
    expect(afterFailure(tries, false, now)).toEqual({ state: 'failed' });
  });

  it('is tried for about a day, so that an outage of a night loses nothing', () => {
    const last = waits.at(-1) ?? 0;
    const total = waits.reduce((sum, wait) => sum + wait, 0) + (tries - 1 - waits.length) * last;
    expect(total / 3_600_000).toBeGreaterThan(23);
  });

  it('is given up at once when trying again cannot help', () => {
    expect(afterFailure(1, true, now)).toEqual({ state: 'failed' });
  });
});

describe('an e-mail', () => {
  it.each([
    'a@b.cn,evil@x.cn',
    'a@b.cn\r\nBcc: evil@x.cn',
    'A <a@b.cn>',
    'a b@c.cn',
    '"a,b"@c.cn',
    'a@b@c',
    'a',
  ])('goes to exactly one mailbox, not to %j', (address) => expect(isMailbox(address)).toBe(false));

  it('takes ordinary addresses, those in other letters too', () => {
    for (const address of ['a@b.cn', 'wang.wu+anju@example.com.cn', '王五@例子.中国'])
      expect(isMailbox(address)).toBe(true);
  });

  it('has one line of subject, whatever stands in a title', () => {
    expect(oneLine('CH-2026-1 有新的进展\r\nBcc: evil@x.cn')).toBe('CH-2026-1 有新的进展 Bcc: evil@x.cn');
  });
});
