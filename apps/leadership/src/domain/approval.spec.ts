import { describe, expect, it } from '@jest/globals';
import {
  type Approval,
  decide,
  type Deciding,
  managerFromFen,
  mayDecide,
  open,
  presentStep,
  type Request,
  withdraw,
} from './approval.js';

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

const aDecision = (change: Partial<Deciding> = {}): Deciding => ({
  decision: 'grant',
  comment: '',
  staffId: 'leader',
  at,
  holds: (post) => post === 'leadership',
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
      aDecision({ holds: (post) => post === 'service_manager', staffId: 'manager' }),
    );
    expect(second.state).toBe('requested');
    expect(presentStep(second)?.post).toBe('leadership');
    expect(decide(second, aDecision()).state).toBe('granted');
  });

  it('once refused cannot be overridden by an earlier or a later grant', () => {
    const first = decide(
      open(aRequest({ amountFen: managerFromFen })),
      aDecision({ holds: () => true, staffId: 'manager' }),
    );
    const refused = decide(first, aDecision({ decision: 'refuse', comment: '预算不足' }));
    expect(refused.state).toBe('refused');
    expect(code(() => decide(refused, aDecision()))).toBe('leadership.state');
  });

  it.each(['refuse', 'return'] as const)('needs words to %s', (decision) => {
    expect(code(() => decide(open(aRequest()), aDecision({ decision, comment: ' ' })))).toBe(
      'leadership.comment_missing',
    );
  });

  it('is not decided by a holder of another post', () => {
    expect(code(() => decide(open(aRequest()), aDecision({ holds: () => false })))).toBe(
      'leadership.not_your_step',
    );
  });

  it('is not decided by who asked', () => {
    expect(code(() => decide(open(aRequest()), aDecision({ staffId: 'asker' })))).toBe(
      'leadership.own_request',
    );
    expect(mayDecide(open(aRequest()), 'asker', () => true)).toBe(false);
  });

  it('is withdrawn when its case ends, unless it was decided', () => {
    expect(withdraw(open(aRequest()), at).state).toBe('withdrawn');
    const granted: Approval = decide(open(aRequest()), aDecision());
    expect(withdraw(granted, at)).toBe(granted);
  });
});
