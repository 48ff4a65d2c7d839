import { describe, expect, it } from '@jest/globals';
import { due, moment, span } from './times';

const zone = 'Asia/Shanghai';
const now = Date.parse('2026-03-02T15:20:00+08:00');
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('times as people say them', () => {
  it.each([
    ['2026-03-02T17:30:00', '还有 2 小时 10 分(今天 17:30)', '2 h 10 min left (today 17:30)'],
    ['2026-03-02T15:20:20', '还有 不到 1 分(今天 15:20)', 'less than 1 min left (today 15:20)'],
    ['2026-03-01T12:20:00', '已超时 1 天 3 小时(昨天 12:20)', '1 d 3 h late (yesterday 12:20)'],
    ['2026-03-06T00:20:00', '还有 3 天 9 小时(3月6日 00:20)', '3 d 9 h left (Mar 6 00:20)'],
  ])('%s is due %s', (time, zh, en) => {
    expect([due(at(time), now, zone, 'zh-CN'), due(at(time), now, zone, 'en')]).toEqual([zh, en]);
  });

  it('says the year of another year', () => {
    expect(moment(at('2025-12-31T09:00:00'), now, zone, 'zh-CN')).toBe('2025年12月31日 09:00');
  });

  it('leaves out a unit of nothing', () => {
    expect(span(48 * 3_600_000 + 60_000, 'en')).toBe('2 d');
  });

  it('judges the day in the zone of the estate', () => {
    expect(moment(at('2026-03-03T00:10:00'), now, zone, 'en')).toBe('tomorrow 00:10');
  });
});
