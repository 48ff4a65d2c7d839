import { describe, expect, it } from '@jest/globals';
import { type Draft, open } from './{{noun}}.js';

const aDraft = (change: Partial<Draft> = {}): Draft => ({
  id: 'a',
  estateId: 'e',
  title: '一',
  openedAt: new Date('2026-03-02T02:00:00Z'),
  openerId: 'someone',
  ...change,
});

describe('opening a {{noun}}', () => {
  it('keeps its title without the spaces around it', () => {
    expect(open(aDraft({ title: ' 一 ' }))).toMatchObject({ title: '一', version: 1 });
  });

  it('is refused without a title', () => {
    expect(() => open(aDraft({ title: ' ' }))).toThrow('{{duty}}.title_missing');
  });
});
