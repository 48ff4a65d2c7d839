import { describe, expect, it } from '@jest/globals';
import {
  type AnswerTemplate,
  dueToSay,
  filledIn,
  fitting,
  requireKnownPlaceholders,
} from './answer-template.js';
import { chosen, requireOwn, requireReach } from './desk-setting.js';
import { aTicket, beijing, refusal, someRules } from './fixtures.js';
import { assign, resolve } from './steps.js';

const any = { estateIds: [], categories: [], kinds: [], states: [] };
const template = (id: string, change: Partial<AnswerTemplate> = {}): AnswerTemplate => ({
  ...{ id, title: id, body: 'x', occasion: 'progress', ...any, updatedAt: new Date(0), version: 1 },
  ...change,
});
const now = beijing('2026-03-02 10:00');
const rules = someRules();
const ticket = assign(aTicket(rules), 'me', now);
const ids = (all: readonly AnswerTemplate[], of = ticket) => fitting(all, of, rules, now).map(({ id }) => id);

describe('templates of answers', () => {
  it('fit a case by estate, category, kind and state, the most specific first', () => {
    const all = [
      template('any'),
      template('here', { estateIds: ['estate'] }),
      template('elsewhere', { estateIds: ['other'] }),
      template('noise here', { estateIds: ['estate'], categories: ['noise'] }),
      template('water', { categories: ['water'] }),
      template('all four', {
        ...{ estateIds: ['estate'], categories: ['noise'], kinds: ['complaint'], states: ['in_progress'] },
      }),
      template('new', { states: ['new'] }),
      template('enquiry', { kinds: ['enquiry'] }),
    ];
    expect(ids(all)).toEqual(['all four', 'noise here', 'here', 'any']);
  });

  it('are for words that can be said now', () => {
    const all = (['progress', 'solution', 'findings', 'decline', 'message'] as const).map((occasion) =>
      template(occasion, { occasion }),
    );
    expect(ids(all)).toEqual(['progress', 'solution', 'message']);
    expect(ids(all, aTicket(rules))).toEqual(['progress', 'solution', 'findings', 'decline', 'message']);
    const solved = resolve(ticket, { solution: 's', resolverId: 'me' }, rules, now);
    expect(ids(all, solved)).toEqual(['message']);
    expect(ids(all, { ...ticket, state: 'cancelled' })).toEqual([]);
  });

  it('refuse placeholders nobody fills in', () => {
    expect(refusal(() => requireKnownPlaceholders('{number}:{due} {state} {subject}'))).toBe('not refused');
    expect(refusal(() => requireKnownPlaceholders('{name} 您好'))).toBe('ticketing.placeholder_unknown');
    expect(refusal(() => requireKnownPlaceholders('{}'))).toBe('ticketing.placeholder_unknown');
  });

  it('are filled in once: what a subject says is no placeholder', () => {
    const words = { number: 'LH-1', subject: '{due}$&', state: '处理中', due: '3月6日' };
    expect(filledIn('{number}「{subject}」{state},{due}前', words)).toBe('LH-1「{due}$&」处理中,3月6日前');
  });

  it('speak of the promised solution, and of what else is owed without it', () => {
    expect(dueToSay(ticket)).toEqual(beijing('2026-03-06 18:30'));
    const left = ticket.promises.filter(({ kind }) => kind !== 'resolution');
    expect(dueToSay({ ...ticket, promises: left })).toEqual(beijing('2026-03-02 11:00'));
    expect(dueToSay({ ...ticket, promises: [] })).toBeUndefined();
  });
});

describe('settings of the desk', () => {
  const mine = ['a', 'b'];
  it.each([
    ['of own estates', ['a'], mine, 'not refused', 'not refused'],
    ['of any estate', [], mine, 'ticketing.setting_out_of_reach', 'ticketing.setting_out_of_reach'],
    ['of others too', ['a', 'c'], mine, 'ticketing.setting_out_of_reach', 'ticketing.setting_out_of_reach'],
    ['of others only', ['c'], mine, 'ticketing.setting_out_of_reach', 'not_found'],
    ['of any estate, by whoever reaches all', [], 'all', 'not refused', 'not refused'],
  ] as const)(
    'are written and changed by whoever answers for them: %s',
    (_, estateIds, reach, write, change) => {
      expect(refusal(() => requireReach({ ...any, estateIds }, reach))).toBe(write);
      expect(refusal(() => requireOwn({ ...any, estateIds }, reach))).toBe(change);
    },
  );

  it('change what is given, and what a mask names', () => {
    const said = { title: 't', states: [], kinds: ['a'], body: undefined };
    expect(chosen(said, [])).toEqual({ title: 't', kinds: ['a'] });
    expect(chosen(said, ['states'])).toEqual({ states: [] });
    expect(refusal(() => chosen(said, ['body']))).toBe('invalid_request');
    expect(refusal(() => chosen(said, ['tenant_id']))).toBe('ticketing.field_unknown');
  });
});
