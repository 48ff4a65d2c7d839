import { describe, expect, it } from '@jest/globals';
import { afterFailure, waits } from './delivery.js';
import { localTime, recorded } from './templates.js';

const now = new Date('2026-03-02T01:30:00Z');

describe('what the requester is told (Article 7(1))', () => {
  it("names the number and each deadline in the estate's own time", () => {
    const words = recorded('LH-2026-000001', [{ kind: 'first_response', dueAt: now }], 'Asia/Shanghai');
    expect(words.title).toContain('LH-2026-000001');
    expect(words.body).toContain(`首次答复:${localTime(now, 'Asia/Shanghai')} 前`);
    expect(localTime(now, 'Asia/Shanghai')).toContain('09:30');
  });
});

describe('a delivery', () => {
  it('is tried again later each time, and given up at last', () => {
    expect(afterFailure(1, false, now)).toEqual({
      state: 'queued',
      dueAt: new Date(now.getTime() + waits[0]),
    });
    expect(afterFailure(waits.length + 1, false, now)).toEqual({ state: 'failed' });
  });

  it('is given up at once when trying again cannot help', () => {
    expect(afterFailure(1, true, now)).toEqual({ state: 'failed' });
  });
});
