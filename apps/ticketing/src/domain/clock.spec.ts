import { describe, expect, it } from '@jest/globals';
import { answerCommitment, requestCommitment } from './commitment.js';
import { nextDue, nextWake, tick } from './clock.js';
import { aTicket, beijing, someRules } from './fixtures.js';
import { acknowledge } from './ladder.js';
import { defaultPolicy } from './policy.js';
import type { Rules } from './promises.js';
import { assign, notifyRequester, resolve } from './steps.js';
import type { Ticket } from './ticket.js';
import { resume, wait } from './waiting.js';

const promise = (ticket: Ticket, kind: string) => ticket.promises.find((one) => one.kind === kind);
const due = (ticket: Ticket, kind: string) => promise(ticket, kind)?.dueAt;
const working = (rules: Rules, change = {}) =>
  assign(aTicket(rules, change), 'assignee', beijing('2026-03-02 09:10'));

describe('a calendar with lunch break and swapped working days changes due time', () => {
  it('carries an hour over lunch and a day over the weekend', () => {
    const ticket = aTicket(someRules(), {}, beijing('2026-03-06 11:30'));
    expect(due(ticket, 'first_response')).toEqual(beijing('2026-03-06 15:00'));
    expect(due(ticket, 'resolution')).toEqual(beijing('2026-03-13 11:30'));
  });

  it('works on a Saturday that is swapped for a holiday', () => {
    const ticket = aTicket(someRules(), {}, beijing('2026-02-13 18:00'));
    expect(due(ticket, 'first_response')).toEqual(beijing('2026-02-14 10:30'));
    expect(due(ticket, 'progress')).toEqual(beijing('2026-02-24 18:00'));
  });

  it('counts emergencies and people shut in a lift day and night', () => {
    const night = beijing('2026-03-07 23:00');
    const emergency = aTicket(someRules(), { urgency: 'emergency' }, night);
    expect(due(emergency, 'first_response')).toEqual(beijing('2026-03-07 23:30'));
    const lift = aTicket(someRules(), { category: 'lift_entrapment' }, night);
    expect(due(lift, 'progress')).toEqual(beijing('2026-03-07 23:30'));
  });

  it('gives a department that has its own limit that limit', () => {
    const rules = someRules({ departments: { security_guard: 60 } });
    const at = beijing('2026-03-02 09:20');
    const one = requestCommitment(working(rules), { department: 'security_guard', request: 'x' }, rules, at);
    const other = requestCommitment(one, { department: 'order_keeper', request: 'x' }, rules, at);
    expect(other.commitments.map(({ dueAt }) => dueAt)).toEqual([
      beijing('2026-03-02 10:20'),
      beijing('2026-03-04 09:20'),
    ]);
  });
});

describe('time alone', () => {
  it('warns before a promise is due, once', () => {
    const rules = someRules();
    const ticket = aTicket(rules);
    // 80 % of half an hour.
    expect(nextWake(ticket, rules)).toEqual(beijing('2026-03-02 09:24'));
    const warned = tick(ticket, rules, beijing('2026-03-02 09:24'));
    expect(promise(warned, 'own')).toMatchObject({ state: 'open', warnedAt: beijing('2026-03-02 09:24') });
    expect(tick(warned, rules, beijing('2026-03-02 09:25'))).toBe(warned);
  });

  it('keeps a promise at its last moment and breaks it one millisecond later', () => {
    const rules = someRules();
    const at = beijing('2026-03-02 09:30');
    expect(promise(tick(aTicket(rules), rules, at), 'own')?.state).toBe('open');
    const late = tick(aTicket(rules), rules, new Date(at.getTime() + 1));
    expect(promise(late, 'own')?.state).toBe('broken');
    expect(promise(assign(aTicket(rules), 'a', at), 'own')?.state).toBe('kept');
  });

  it('stores who broke which clock: the assignee of that moment, or the whole desk', () => {
    const rules = someRules();
    const nobody = tick(aTicket(rules), rules, beijing('2026-03-02 12:00'));
    expect(promise(nobody, 'own')).toMatchObject({ state: 'broken', brokenBy: undefined });
    const somebody = tick(working(rules), rules, beijing('2026-03-02 12:00'));
    expect(promise(somebody, 'first_response')).toMatchObject({ state: 'broken', brokenBy: 'assignee' });
  });

  it('leaves a broken promise owed, and keeps when it was done after all', () => {
    const rules = someRules();
    const late = tick(working(rules), rules, beijing('2026-03-05 09:00'));
    expect(nextDue(late)).toEqual(beijing('2026-03-02 11:00'));
    const at = beijing('2026-03-05 10:00');
    const told = notifyRequester(late, '进展', rules, at);
    expect(promise(told, 'first_response')).toMatchObject({ state: 'broken', doneAt: at });
    expect(told.promises.at(-1)).toMatchObject({ kind: 'progress', state: 'open' });
  });

  it('does the same in one step as in many', () => {
    const steps = [10, 11, 13, 14, 16, 18].map((hour) => beijing(`2026-03-02 ${hour}:00`));
    const [one, many] = [someRules(), someRules()];
    const at = beijing('2026-03-03 18:00');
    const slept = tick(aTicket(one), one, at);
    const awake = [...steps, at].reduce((ticket, now) => tick(ticket, many, now), aTicket(many));
    const seen = (ticket: Ticket) => ticket.promises.map(({ kind, state }) => [kind, state]);
    expect(seen(slept)).toEqual(seen(awake));
    expect(slept.escalations.map(({ itemId, level }) => [itemId, level]).sort()).toEqual(
      awake.escalations.map(({ itemId, level }) => [itemId, level]).sort(),
    );
  });
});

describe('pausing moves every due date by the paused business time', () => {
  const rules = someRules();
  const asked = requestCommitment(
    working(rules),
    { department: 'security_guard', request: '巡查' },
    rules,
    beijing('2026-03-02 09:20'),
  );
  const waiting = wait(asked, { reason: 'owner', note: '等业主在家' }, beijing('2026-03-02 10:00'));

  it('by working time only: nights, lunch and weekends do not count', () => {
    // Monday 10:00 to the next Monday 10:00 are five working days.
    const going = resume(waiting, rules, beijing('2026-03-09 10:00'));
    expect(promise(going, 'resolution')).toMatchObject({
      firstDueAt: beijing('2026-03-06 18:30'),
      dueAt: beijing('2026-03-13 18:30'),
    });
    expect(going.commitments[0]).toMatchObject({
      firstDueAt: beijing('2026-03-04 09:20'),
      dueAt: beijing('2026-03-11 09:20'),
    });
  });

  it('warns and breaks nothing meanwhile', () => {
    expect(tick(waiting, rules, beijing('2026-03-20 10:00'))).toBe(waiting);
    expect(nextWake(waiting, rules)).toBeUndefined();
    expect(nextDue(waiting)).toBeUndefined();
  });

  it('goes on by itself when a day was named', () => {
    const until = beijing('2026-03-04 10:00');
    const named = wait(asked, { reason: 'owner', note: '约周三', until }, beijing('2026-03-02 10:00'));
    expect(nextWake(named, rules)).toEqual(until);
    const going = tick(named, rules, until);
    expect(going.state).toBe('in_progress');
    expect(going.waiting).toBeUndefined();
    expect(promise(going, 'resolution')?.dueAt).toEqual(beijing('2026-03-10 18:30'));
  });

  it('judges what is done while waiting by the moved time', () => {
    const told = notifyRequester(waiting, '仍在等您', rules, beijing('2026-03-09 10:00'));
    expect(told.promises.filter(({ kind }) => kind === 'progress').map(({ state }) => state)).toEqual([
      'kept',
      'open',
    ]);
    const solved = resolve(
      told,
      { solution: '好', resolverId: 'assignee' },
      rules,
      beijing('2026-03-10 10:00'),
    );
    expect(promise(solved, 'resolution')?.state).toBe('kept');
  });

  it('does not stop the clocks while parts or others are waited for', () => {
    const parts = wait(working(rules), { reason: 'parts', note: '等配件' }, beijing('2026-03-02 10:00'));
    const going = resume(parts, rules, beijing('2026-03-04 10:00'));
    expect(promise(going, 'resolution')?.dueAt).toEqual(beijing('2026-03-06 18:30'));
    expect(promise(tick(parts, rules, beijing('2026-03-09 09:00')), 'resolution')?.state).toBe('broken');
  });
});

describe('the ladder', () => {
  const rules = () => someRules({ warnPercent: 100 });
  const rungs = (ticket: Ticket, itemId?: string) =>
    ticket.escalations.filter((one) => one.itemId === itemId).map(({ post }) => post);

  it('climbs from specialist to manager to leadership, each rung once', () => {
    const judging = rules();
    const ticket = aTicket(judging);
    const own = promise(ticket, 'own')?.id;
    const first = tick(ticket, judging, beijing('2026-03-02 09:31'));
    expect(rungs(first, own)).toEqual(['service_specialist']);
    const second = tick(first, judging, beijing('2026-03-02 10:30'));
    expect(rungs(second, own)).toEqual(['service_specialist', 'service_manager']);
    const third = tick(second, judging, beijing('2026-03-03 10:00'));
    expect(rungs(third, own)).toEqual(['service_specialist', 'service_manager', 'leadership']);
    const later = tick(third, judging, beijing('2026-03-04 10:00'));
    expect(rungs(later, own)).toHaveLength(3);
  });

  it('stops the moment someone acknowledges, and begins anew for what is missed later', () => {
    const judging = rules();
    const ticket = aTicket(judging);
    const missed = tick(ticket, judging, beijing('2026-03-02 09:31'));
    const noted = acknowledge(missed, 'manager', beijing('2026-03-02 09:40'));
    const later = tick(noted, judging, beijing('2026-03-02 11:01'));
    expect(rungs(later, promise(ticket, 'own')?.id)).toEqual(['service_specialist']);
    expect(rungs(later, promise(ticket, 'first_response')?.id)).toEqual(['service_specialist']);
    expect(acknowledge(ticket, 'manager', beijing('2026-03-02 09:05'))).toBe(ticket);
  });

  it('begins with the department where a department is late, and stops when it answers', () => {
    const judging = rules();
    const asking = { department: 'security_guard', request: 'x', dueAt: beijing('2026-03-02 10:00') };
    const asked = requestCommitment(working(judging), asking, judging, beijing('2026-03-02 09:20'));
    const id = asked.commitments[0]?.id ?? '';
    const late = tick(asked, judging, beijing('2026-03-02 10:01'));
    expect(late.commitments[0]?.overdueAt).toEqual(beijing('2026-03-02 10:00'));
    expect(rungs(late, id)).toEqual(['security_guard']);
    const by = { staffId: 'guard', rules: judging, at: beijing('2026-03-02 10:05') };
    const taken = answerCommitment(late, id, { state: 'accepted', reason: '' }, by);
    expect(rungs(tick(taken, judging, beijing('2026-03-02 18:00')), id)).toEqual(['security_guard']);
  });

  it('is as the policy says', () => {
    const judging = someRules({ ladder: [{ afterMinutes: 30, post: 'leadership' }] });
    const missed = tick(aTicket(judging), judging, beijing('2026-03-02 10:01'));
    expect(missed.escalations.map(({ post }) => post)).toEqual(['leadership']);
    expect(defaultPolicy.ladder.map(({ post }) => post)).toEqual([
      'service_specialist',
      'service_manager',
      'leadership',
    ]);
  });
});
