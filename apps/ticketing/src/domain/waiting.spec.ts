import { describe, expect, it } from '@jest/globals';
import { tick } from './clock.js';
import { answerCommitment, requestCommitment } from './commitment.js';
import { aTicket, beijing, refusal, someRules } from './fixtures.js';
import type { Rules } from './promises.js';
import { assign } from './steps.js';
import type { Ticket } from './ticket.js';
import { resume, wait } from './waiting.js';

const monday = (time: string) => beijing(`2026-03-02 ${time}`);
const tuesday = (time: string) => beijing(`2026-03-03 ${time}`);
const working = (rules: Rules, change = {}) => assign(aTicket(rules, change), 'assignee', monday('09:10'));
const waiting = (ticket: Ticket, at = monday('10:00'), until?: Date) =>
  wait(ticket, { reason: 'owner', note: '请告知方便的时间', until }, at);
const due = (ticket: Ticket, kind: string) => ticket.promises.find((one) => one.kind === kind)?.dueAt;

describe('while the requester is waited for', () => {
  it('a department that is asked then is given no time from before it was asked', () => {
    const rules = someRules();
    const dueAt = beijing('2026-03-04 18:00');
    const paused = waiting(working(rules));
    const asked = requestCommitment(
      paused,
      { department: 'x', request: 'x', dueAt },
      rules,
      tuesday('09:00'),
    );
    const going = resume(asked, rules, tuesday('10:00'));
    expect(going.commitments[0]?.dueAt).toEqual(beijing('2026-03-05 09:30'));
    expect(due(going, 'resolution')).toEqual(due(resume(paused, rules, tuesday('10:00')), 'resolution'));
  });

  it('nor is one that says a time of its own then', () => {
    const rules = someRules();
    const asked = requestCommitment(
      working(rules),
      { department: 'x', request: 'x' },
      rules,
      monday('09:30'),
    );
    const id = asked.commitments[0]?.id ?? '';
    const answer = { state: 'accepted', dueAt: beijing('2026-03-04 09:00'), reason: '' } as const;
    const by = { staffId: 's', rules, at: tuesday('09:00') };
    const accepted = answerCommitment(waiting(asked), id, answer, by);
    expect(resume(accepted, rules, tuesday('10:00')).commitments[0]?.dueAt).toEqual(
      beijing('2026-03-04 10:00'),
    );
  });

  it('a stack that slept goes on when it should have, not when it woke', () => {
    const rules = someRules();
    const paused = waiting(working(rules), monday('10:00'), monday('11:00'));
    const inTime = tick(paused, rules, monday('11:00'));
    const slept = tick(paused, rules, tuesday('15:00'));
    expect(due(slept, 'resolution')).toEqual(due(inTime, 'resolution'));
    expect(slept.stateSince).toEqual(monday('11:00'));
  });

  it('the ladder stands still, too', () => {
    const rules = someRules();
    const late = tick(working(rules), rules, monday('11:01'));
    expect(late.escalations).toMatchObject([{ level: 1 }]);
    const going = resume(waiting(late, monday('11:10')), rules, tuesday('11:10'));
    expect(tick(going, rules, tuesday('11:10')).escalations).toHaveLength(1);
    expect(tick(going, rules, tuesday('13:30')).escalations).toHaveLength(2);
  });
});

describe('nobody known', () => {
  it('is owed no notice and not waited for', () => {
    const rules = someRules();
    const ticket = working(rules, { requesterId: undefined });
    expect(ticket.promises.map(({ kind }) => kind)).toEqual(['own', 'first_response', 'resolution']);
    expect(refusal(() => waiting(ticket))).toBe('ticketing.nobody_to_tell');
  });
});
