import { describe, expect, it } from '@jest/globals';
import {
  type Approval,
  decide,
  type Deciding,
  mayDecide,
  open as openWith,
  presentStep,
  type Request,
  type Right,
  type StepPost,
  withdraw,
} from './approval.js';
import { managerFromFen, stepsFor } from './chain.js';

const at = new Date('2026-03-02T02:00:00Z');

const aRequest = (change: Partial<Request> = {}): Request => ({
  id: 'a',
  estateId: 'e',
  duty: 'ticketing',
  subjectId: 't',
  subjectNumber: 'LH-2026-000001',
  category: 'lift',
  amountFen: 0n,
  requesterId: 'asker',
  requestedAt: at,
  ...change,
});

/** A request opened with its built-in chain. */
const open = (request: Request) => openWith(request, stepsFor([], request));

/** Somebody in whose right steps of these posts are decided. */
const right = (staffId: string, ...posts: readonly StepPost[]): Right => ({
  staffId,
  holds: (post) => posts.includes(post),
});

const aDecision = (change: Partial<Deciding> = {}): Deciding => ({
  decision: 'grant',
  comment: '',
  staffId: 'leader',
  at,
  rights: [right(change.staffId ?? 'leader', 'leadership')],
  ...change,
});

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'no error';
};

describe('an approval (Article 7(4))', () => {
  it('is granted when its only step is', () => {
    expect(decide(open(aRequest()), aDecision())).toMatchObject({ state: 'granted', decidedAt: at });
  });

  it('passes the service manager first from 10,000 yuan on', () => {
    const waiting = open(aRequest({ amountFen: managerFromFen }));
    expect(presentStep(waiting)?.post).toBe('service_manager');
    const second = decide(
      waiting,
      aDecision({ staffId: 'manager', rights: [right('manager', 'service_manager')] }),
    );
    expect(second.state).toBe('requested');
    expect(presentStep(second)?.post).toBe('leadership');
    expect(decide(second, aDecision()).state).toBe('granted');
  });

  it('once refused stays so: no step decided again, earlier or later, overrides it', () => {
    const manager = { staffId: 'manager', rights: [right('manager', 'service_manager')] };
    const first = decide(open(aRequest({ amountFen: managerFromFen })), aDecision(manager));
    const refused = decide(first, aDecision({ decision: 'refuse', comment: '预算不足' }));
    expect(refused.state).toBe('refused');
    for (const again of [aDecision(), aDecision(manager), aDecision({ staffId: 'another leader' })])
      expect(code(() => decide(refused, again))).toBe('leadership.state');
  });

  it.each(['refuse', 'return'] as const)('needs words to %s', (decision) => {
    expect(code(() => decide(open(aRequest()), aDecision({ decision, comment: ' ' })))).toBe(
      'leadership.comment_missing',
    );
  });

  it('is not decided by a holder of another post', () => {
    expect(code(() => decide(open(aRequest()), aDecision({ rights: [right('leader')] })))).toBe(
      'leadership.not_your_step',
    );
  });

  it('is not decided by who asked', () => {
    expect(code(() => decide(open(aRequest()), aDecision({ staffId: 'asker' })))).toBe(
      'leadership.own_request',
    );
    expect(mayDecide(open(aRequest()), aDecision({ staffId: 'asker' }))).toBe(false);
  });

  it('is withdrawn when its case ends, unless it was decided', () => {
    expect(withdraw(open(aRequest()), at).state).toBe('withdrawn');
    const granted: Approval = decide(open(aRequest()), aDecision());
    expect(withdraw(granted, at)).toBe(granted);
  });
});

describe('one person', () => {
  const large = aRequest({ amountFen: managerFromFen });
  const manager = right('manager', 'service_manager');
  const leader = right('leader', 'leadership');

  it('never decides two steps, whatever posts they hold', () => {
    const both = right('both', 'service_manager', 'leadership');
    const first = decide(open(large), aDecision({ staffId: 'both', rights: [both] }));
    expect(first.state).toBe('requested');
    expect(code(() => decide(first, aDecision({ staffId: 'both', rights: [both] })))).toBe(
      'leadership.decided_before',
    );
    expect(decide(first, aDecision()).state).toBe('granted');
  });

  it('decides for whoever delegated to them, and it is written down for whom', () => {
    const decided = decide(
      open(aRequest()),
      aDecision({ staffId: 'deputy', rights: [right('deputy'), leader] }),
    );
    expect(decided.steps).toMatchObject([{ staffId: 'deputy', onBehalfOf: 'leader' }]);
    const own = decide(open(aRequest()), aDecision({ rights: [leader, right('other', 'leadership')] }));
    expect(own.steps[0]?.onBehalfOf).toBeUndefined();
  });

  it('never decides two steps by standing in, nor lets a stand-in decide the second', () => {
    const byDeputy = decide(
      open(large),
      aDecision({ staffId: 'deputy', rights: [right('deputy'), manager, leader] }),
    );
    expect(byDeputy.steps[0]).toMatchObject({ staffId: 'deputy', onBehalfOf: 'manager' });
    const again = aDecision({ staffId: 'deputy', rights: [right('deputy'), manager, leader] });
    expect(code(() => decide(byDeputy, again))).toBe('leadership.decided_before');
    const both = right('manager', 'service_manager', 'leadership');
    for (const second of [
      aDecision({ staffId: 'manager', rights: [both] }),
      aDecision({ staffId: 'another', rights: [right('another'), both] }),
    ])
      expect(code(() => decide(byDeputy, second))).toBe('leadership.decided_before');
    expect(decide(byDeputy, aDecision()).state).toBe('granted');
  });

  it('never decides their own request by a stand-in, nor as one', () => {
    const asker = right('asker', 'leadership');
    for (const by of [
      { staffId: 'deputy', rights: [right('deputy'), asker] },
      { staffId: 'asker', rights: [right('asker'), leader] },
    ])
      expect(code(() => decide(open(aRequest()), aDecision(by)))).toBe('leadership.own_request');
    const two = { staffId: 'deputy', rights: [right('deputy'), asker, leader] };
    expect(decide(open(aRequest()), aDecision(two)).steps[0]?.onBehalfOf).toBe('leader');
  });
});
