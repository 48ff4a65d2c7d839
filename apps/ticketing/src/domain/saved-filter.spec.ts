import { describe, expect, it } from '@jest/globals';
import { mostFilters, requireKeeper, requireRoom, type SavedFilter } from './saved-filter.js';

const filter = (change: Partial<SavedFilter> = {}): SavedFilter => ({
  ...{ id: 'f', ownerId: 'me', name: 'n', filter: {}, shared: false, updatedAt: new Date(0), version: 1 },
  ...change,
});
const me = { id: 'me', isManager: false };
const manager = { id: 'boss', isManager: true };
const shared = filter({ shared: true });

describe('saved filters', () => {
  it.each([
    ['one keeps one’s own', undefined, filter(), me, true],
    ['a specialist does not share', undefined, shared, me, false],
    ['a manager shares', undefined, filter({ ownerId: 'boss', shared: true }), manager, true],
    ['whoever was a manager keeps what is shared, and takes it back', shared, filter(), me, true],
    ['a specialist leaves what others share', shared, shared, { id: 'you', isManager: false }, false],
    ['a manager looks after it', shared, filter({ shared: true, name: 'm' }), manager, true],
    ['and does not take it back for its owner', shared, filter(), manager, false],
  ])('%s', (_, before, after, who, allowed) => {
    const check = () => requireKeeper(before, after, who);
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow('forbidden');
  });

  it('are fifty at most', () => {
    expect(() => requireRoom(mostFilters - 1)).not.toThrow();
    expect(() => requireRoom(mostFilters)).toThrow('ticketing.filters_full');
  });
});
