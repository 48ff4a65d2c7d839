import { describe, expect, it } from '@jest/globals';
import { nextWake, tick } from './clock.js';
import { allowedActions, close, openItems } from './closing.js';
import { answerCommitment, requestCommitment, returnCommitment } from './commitment.js';
import { aTicket, beijing, delivered, refusal, someRules } from './fixtures.js';
import { defaultPolicy } from './policy.js';
import type { Rules } from './promises.js';
import { mergeInto, setParent, tellAlong } from './relations.js';
import {
  assign,
  decideApproval,
  end,
  rejectSolution,
  reopen,
  requestApproval,
  resolve,
  visit,
} from './steps.js';
import type { Ticket } from './ticket.js';
import { acceptSolution } from './visits.js';

const at = beijing('2026-03-02 10:00');
const later = beijing('2026-03-03 10:00');
const working = (rules: Rules, change = {}) =>
  assign(aTicket(rules, change), 'assignee', beijing('2026-03-02 09:10'));
const solved = (rules: Rules, change = {}) =>
  delivered(resolve(working(rules, change), { solution: '已解决', resolverId: 'assignee' }, rules, at), at);
const attempt = (change = {}) => ({
  ...{
    method: 'phone',
    reached: true,
    satisfaction: 5,
    solved: true,
    comment: '',
    staffId: 'colleague',
    at: later,
  },
  ...change,
});
const sampled = (percent: number) => ({
  visit: {
    ...defaultPolicy.visit,
    samplePercent: { enquiry: percent, complaint: percent, suggestion: percent },
  },
});

describe('the requester is asked once about a solution', () => {
  const rules = someRules();
  const low = attempt({ satisfaction: 1, comment: '没用' });

  it('and what they said stands', () => {
    const visited = visit(solved(rules), low, rules);
    expect(refusal(() => visit(visited, attempt(), rules))).toBe('ticketing.visit_made');
    expect(allowedActions(visited, rules, later)).not.toContain('recordVisit');
  });

  it('but may still be reached after the last attempt that did not', () => {
    const missed = Array.from({ length: 3 }).reduce<Ticket>(
      (ticket) => visit(ticket, attempt({ reached: false }), rules),
      solved(rules),
    );
    expect(allowedActions(missed, rules, later)).toContain('recordVisit');
    expect(visit(missed, low, rules).closeReason).toBe('visited');
  });
});

describe('a case cannot close while a department commitment, approval, notice, child or visit is open; the reason is listed', () => {
  const rules = someRules();
  const kinds = (ticket: Ticket) => openItems(ticket, rules).map(({ kind }) => kind);

  it.each<[string, (ticket: Ticket) => Ticket]>([
    ['visit', (ticket) => ticket],
    [
      'commitment',
      (ticket) => ({
        ...requestCommitment(
          { ...ticket, state: 'in_progress' },
          { department: 'x', request: 'x' },
          rules,
          at,
        ),
        state: 'resolved',
      }),
    ],
    [
      'notice',
      (ticket) => ({ ...ticket, notices: [{ id: 'n', occasion: 'progress', message: '', sentAt: at }] }),
    ],
    ['child', (ticket) => ({ ...ticket, children: [{ id: 'c', state: 'in_progress' }] })],
    [
      'approval',
      (ticket) => ({
        ...ticket,
        approvals: [
          { id: 'a', subject: '', materials: '', amountFen: 0n, state: 'open', comment: '', requestedAt: at },
        ],
      }),
    ],
  ])('%s', (kind, open) => {
    const ticket = open(solved(rules));
    expect(kinds(ticket)).toContain(kind);
    expect(refusal(() => close(ticket, rules, later))).toBe('ticketing.cannot_close');
    expect(allowedActions(ticket, rules, later)).not.toContain('close');
  });

  it('a notice that no channel could deliver does not hold it for ever', () => {
    const failed = { id: 'n', occasion: 'progress', message: '', sentAt: at, failedAt: at } as const;
    expect(kinds({ ...solved(rules), notices: [failed] })).toEqual(['visit']);
  });

  it('and closes when nothing is', () => {
    const closed = close(visit(solved(rules), attempt(), rules), rules, later);
    expect(closed).toMatchObject({ state: 'closed', closedBy: 'staff', closedAt: later });
    expect(closed.promises.every(({ doneAt }) => doneAt)).toBe(true);
  });
});

describe('the follow-up visit (Article 7(6))', () => {
  it('is due a working day after the solution, and announced when it is', () => {
    const rules = someRules();
    const ticket = solved(rules);
    expect(ticket.visitDueAt).toEqual(later);
    expect(nextWake(ticket, rules)).toEqual(later);
    expect(tick(ticket, rules, later).visitAnnouncedAt).toEqual(later);
  });

  it('is never made by the resolver, and low satisfaction needs words', () => {
    const rules = someRules();
    expect(refusal(() => visit(solved(rules), attempt({ staffId: 'assignee' }), rules))).toBe(
      'ticketing.visit_by_resolver',
    );
    expect(refusal(() => visit(solved(rules), attempt({ satisfaction: 0 }), rules))).toBe(
      'ticketing.satisfaction_missing',
    );
    expect(refusal(() => visit(solved(rules), attempt({ satisfaction: 2, comment: ' ' }), rules))).toBe(
      'ticketing.comment_missing',
    );
  });

  it('that reaches nobody is tried again, and after the last attempt the case closes by itself, which is recorded', () => {
    const rules = someRules();
    const missed = (ticket: Ticket, day: number) =>
      visit(ticket, attempt({ reached: false, at: beijing(`2026-03-0${day} 10:00`) }), rules);
    const once = missed(solved(rules), 3);
    expect(once).toMatchObject({ state: 'following_up', visitDueAt: beijing('2026-03-04 10:00') });
    const last = missed(missed(once, 4), 5);
    expect(last).toMatchObject({ visitDueAt: undefined, closeDueAt: beijing('2026-03-10 10:00') });
    expect(tick(last, rules, beijing('2026-03-10 09:59')).state).toBe('following_up');
    expect(tick(last, rules, beijing('2026-03-10 10:00'))).toMatchObject({
      state: 'closed',
      closedBy: 'no_answer',
    });
  });

  it('"not solved" takes the case up again with new deadlines', () => {
    const rules = someRules();
    const again = visit(solved(rules), attempt({ solved: false, satisfaction: 2, comment: '还漏' }), rules);
    expect(again).toMatchObject({ state: 'in_progress', reopenCount: 1, visitDueAt: undefined });
    expect(again.promises.filter(({ state }) => state === 'open').map(({ kind }) => kind)).toEqual([
      'progress',
      'resolution',
    ]);
  });

  it('samples as the policy says, and who is not sampled may still object before the case closes by itself', () => {
    const rules = someRules(sampled(0));
    const ticket = solved(rules);
    expect(ticket).toMatchObject({ visitDueAt: undefined, closeDueAt: beijing('2026-03-05 10:00') });
    expect(tick(ticket, rules, beijing('2026-03-05 10:00'))).toMatchObject({ closedBy: 'not_sampled' });
    expect(rejectSolution(ticket, rules, later)).toMatchObject({
      state: 'in_progress',
      closeDueAt: undefined,
    });
    const ids = Array.from(
      { length: 400 },
      (_, n) => `01970000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    );
    const half = someRules(sampled(50));
    const visited = ids.filter((id) => solved(half, { id }).visitDueAt !== undefined).length;
    expect(visited).toBeGreaterThan(120);
    expect(visited).toBeLessThan(280);
  });

  it("the requester's own yes is worth a visit and closes the case as soon as nothing is open", () => {
    const rules = someRules();
    const yes = acceptSolution(solved(rules), { satisfaction: 5, comment: '' }, rules, later);
    expect(tick(yes, rules, later)).toMatchObject({ state: 'closed', closedBy: 'requester' });
    const open = {
      ...yes,
      notices: [{ id: 'n', occasion: 'message', message: 'x', sentAt: later }],
    } as Ticket;
    expect(tick(open, rules, later).state).toBe('following_up');
    expect(tick(yes, rules, later, 'own').state).toBe('following_up');
  });

  it('a closed case is taken up again only within its days', () => {
    const rules = someRules();
    const closed = close(visit(solved(rules), attempt(), rules), rules, later);
    expect(reopen(closed, rules, beijing('2026-04-01 10:00'))).toMatchObject({
      state: 'in_progress',
      closedBy: undefined,
    });
    expect(refusal(() => reopen(closed, rules, beijing('2026-04-03 10:00')))).toBe('ticketing.state');
  });

  it('a case that was closed no longer hangs on a parent, which may be closed; one that was not still does', () => {
    const rules = someRules();
    const answered = { ...solved(rules), parentId: 'leak' };
    expect(reopen(answered, rules, later).parentId).toBe('leak');
    const closed = close(visit(answered, attempt(), rules), rules, later);
    expect(reopen(closed, rules, later).parentId).toBeUndefined();
  });
});

describe('departments (Article 7(3))', () => {
  const rules = someRules();
  const asked = requestCommitment(
    working(rules),
    { department: 'security_guard', request: '巡查' },
    rules,
    at,
  );
  const id = asked.commitments[0]?.id ?? '';
  const by = { staffId: 'guard', rules, at };

  it('several work side by side, one request each at a time', () => {
    const two = requestCommitment(asked, { department: 'facility_keeper', request: '查' }, rules, at);
    expect(two.commitments).toHaveLength(2);
    expect(
      refusal(() => requestCommitment(two, { department: 'security_guard', request: '再' }, rules, at)),
    ).toBe('ticketing.commitment_open');
  });

  it('promise a later time only with a reason', () => {
    const dueAt = beijing('2026-03-20 10:00');
    const late = { state: 'accepted', dueAt, reason: '' } as const;
    expect(refusal(() => answerCommitment(asked, id, late, by))).toBe('ticketing.reason_missing');
    const told = answerCommitment(asked, id, { ...late, reason: '等配件' }, by);
    expect(told.commitments[0]).toMatchObject({
      dueAt,
      firstDueAt: beijing('2026-03-04 10:00'),
      reason: '等配件',
    });
  });

  it('get work back that is not good, as a new request; the old one stays as it was', () => {
    const done = answerCommitment(asked, id, { state: 'fulfilled', result: '看过了' }, by);
    const back = returnCommitment(done, id, { reason: '没有照片' }, rules, later);
    expect(back.commitments.map(({ state, request }) => [state, request])).toEqual([
      ['returned', '巡查'],
      ['requested', '没有照片'],
    ]);
    expect(refusal(() => returnCommitment(asked, id, { reason: 'x' }, rules, later))).toBe('ticketing.state');
  });
});

describe('leadership (Article 7(4))', () => {
  it('an approval once refused cannot be overridden by an earlier grant; the desk may ask again', () => {
    const rules = someRules();
    const materials = { subject: 's', materials: 'm', amountFen: 1n };
    const asked = requestApproval(working(rules), materials, rules, at);
    const id = asked.approvals[0]?.id ?? '';
    const refused = decideApproval(asked, id, 'refused', later);
    expect(refused).toMatchObject({ state: 'in_progress', approvals: [{ state: 'refused' }] });
    expect(decideApproval(refused, id, 'granted', later)).toBe(refused);
    expect(requestApproval(refused, materials, rules, later).approvals.map(({ state }) => state)).toEqual([
      'refused',
      'open',
    ]);
  });
});

describe('one leak, many flats', () => {
  const rules = someRules();
  const leak = working(rules, { id: 'leak', number: 'LH-2026-000002' });

  it('a case that goes into another one ends, owes nothing, and its requester hears what is told there', () => {
    const merged = mergeInto(working(rules), leak, 'merged', rules, at);
    expect(merged).toMatchObject({ state: 'merged', mergedIntoId: 'leak' });
    expect(merged.promises.some(({ state }) => state === 'open')).toBe(false);
    expect(merged.notices.at(-1)?.message).toContain(leak.number);
    const told = tellAlong(merged, { occasion: 'resolved', message: '已修好' }, rules, later);
    expect(told.notices.at(-1)).toMatchObject({ occasion: 'resolved', message: '已修好' });
    const duplicate = mergeInto(working(rules), leak, 'duplicate', rules, at);
    expect(tellAlong(duplicate, { occasion: 'progress', message: 'x' }, rules, later)).toBe(duplicate);
  });

  it('never goes into itself, another estate, or a case that has ended', () => {
    const unfit = (target: Ticket) => refusal(() => mergeInto(working(rules), target, 'merged', rules, at));
    expect(unfit(working(rules))).toBe('ticketing.relation_unfit');
    expect(unfit({ ...leak, estateId: 'other' })).toBe('ticketing.relation_unfit');
    expect(unfit(end(leak, 'cancelled', rules, at))).toBe('ticketing.state');
  });

  it('children hang on one parent, without chains', () => {
    expect(setParent(working(rules), leak).parentId).toBe('leak');
    expect(setParent(setParent(working(rules), leak), undefined).parentId).toBeUndefined();
    const child = { ...leak, parentId: 'grandparent' };
    expect(refusal(() => setParent(working(rules), child))).toBe('ticketing.relation_unfit');
    const parent = { ...working(rules), children: [{ id: 'c', state: 'new' }] } as Ticket;
    expect(refusal(() => setParent(parent, leak))).toBe('ticketing.relation_unfit');
  });
});
