import { DomainError } from '@anju/kernel';
import { canReopen, needsVisit, openItems } from './closing.js';
import { dueAt } from './policy.js';
import { promise, promiseNextNotice, release, type Rules, settle } from './promises.js';
import {
  priorityOf,
  type RequesterNotice,
  states,
  type Ticket,
  type TicketState,
  type Visit,
} from './ticket.js';

const code = 'ticketing.state';

const move = (ticket: Ticket, to: TicketState): Ticket => {
  states.require(ticket.state, to, code);
  return { ...ticket, state: to };
};

const refuseState = (ticket: Ticket): never => {
  throw new DomainError(code, 'conflict', {
    state: ticket.state,
    allowed: states.allowed(ticket.state).join(', '),
  });
};

const invalid = (reason: string, field: string, rule = 'required') =>
  new DomainError(`ticketing.${reason}`, 'invalid', {}, [{ field, rule }]);

function noticeOf(
  rules: Rules,
  occasion: RequesterNotice['occasion'],
  message: string,
  sentAt: Date,
): RequesterNotice {
  return { id: rules.newId(), occasion, message, sentAt };
}

const tell = (ticket: Ticket, notice: RequesterNotice): Ticket =>
  ticket.requesterId === undefined ? ticket : { ...ticket, notices: [...ticket.notices, notice] };

type Given =
  'kind' | 'channel' | 'estateId' | 'unitId' | 'requesterId' | 'anonymous' | 'category' | 'place' | 'subject';
type Told = 'description' | 'impact' | 'urgency' | 'recorderId';

/** What is known when a case is recorded. */
export type Recording = Pick<Ticket, 'id' | 'number' | Given | Told>;

/** Article 7(1): recorded at once, with deadlines that the requester is told. */
export function record(given: Recording, rules: Rules, at: Date): Ticket {
  const ticket: Ticket = {
    ...given,
    state: 'new',
    priority: priorityOf(given.impact, given.urgency),
    createdAt: at,
    updatedAt: at,
    findings: '',
    solution: '',
    reopenCount: 0,
    policyVersion: rules.policy.version,
    version: 1,
    promises: promise(rules, given, ['own', 'first_response', 'progress', 'resolution'], at),
    commitments: [],
    approvals: [],
    notices: [],
    visits: [],
  };
  return tell(ticket, noticeOf(rules, 'recorded', '', at));
}

export interface Findings {
  readonly findings: string;
  readonly decline: boolean;
  readonly category: string;
}

/** Article 7(2): preliminary verification begins, or ends with findings; it may find nothing for us to do. */
export function verify(ticket: Ticket, { findings, decline, category }: Findings, at: Date): Ticket {
  if (decline && findings.trim() === '') throw invalid('findings_missing', 'findings');
  const looked = ticket.state === 'verifying' ? ticket : move(ticket, 'verifying');
  const found: Ticket = {
    ...looked,
    findings: findings || looked.findings,
    category: category || looked.category,
  };
  if (decline) return release(settle(move(found, 'declined'), ['own', 'first_response'], at), at);
  return findings === '' ? found : settle(found, ['own', 'first_response'], at);
}

/** Somebody takes it; passing it on later is no new state. */
export function assign(ticket: Ticket, assigneeId: string, at: Date): Ticket {
  const moved = ticket.state === 'in_progress' ? ticket : move(ticket, 'in_progress');
  return settle({ ...moved, assigneeId }, ['own'], at);
}

export interface Asking {
  readonly department: string;
  readonly request: string;
  readonly dueAt?: Date | undefined;
}

/** Article 7(3): a department is asked to commit itself, by a time of its own. */
export function requestCommitment(ticket: Ticket, asking: Asking, rules: Rules, at: Date): Ticket {
  if (ticket.state !== 'verifying' && ticket.state !== 'in_progress') return refuseState(ticket);
  const open = ticket.commitments.some(
    ({ department, state }) =>
      department === asking.department && (state === 'requested' || state === 'accepted'),
  );
  if (open) throw new DomainError('ticketing.commitment_open', 'conflict');
  if (asking.dueAt && asking.dueAt <= at) throw invalid('due_time_past', 'dueTime', 'future');
  const due = asking.dueAt ?? dueAt(rules.policy, rules.calendar, 'commitment', { ...ticket, from: at });
  const { department, request } = asking;
  const commitment = {
    id: rules.newId(),
    department,
    request,
    dueAt: due,
    state: 'requested',
    requestedAt: at,
  } as const;
  return { ...ticket, commitments: [...ticket.commitments, { ...commitment, reason: '', result: '' }] };
}

export interface Materials {
  readonly subject: string;
  readonly materials: string;
  readonly amountFen: bigint;
}

/** Article 7(4): leadership is asked, with materials; one question at a time. */
export function requestApproval(ticket: Ticket, materials: Materials, rules: Rules, at: Date): Ticket {
  if (ticket.approvals.some(({ state }) => state === 'open'))
    throw new DomainError('ticketing.approval_open', 'conflict');
  const approval = { id: rules.newId(), ...materials, state: 'open', comment: '', requestedAt: at } as const;
  return { ...move(ticket, 'awaiting_approval'), approvals: [...ticket.approvals, approval] };
}

/** Leadership's answer; granted or not, work goes on. A case that ended meanwhile only keeps the answer. */
export function decideApproval(
  ticket: Ticket,
  id: string,
  state: 'granted' | 'refused' | 'returned',
  at: Date,
): Ticket {
  const approvals = ticket.approvals.map((one) =>
    one.id === id && one.state === 'open' ? { ...one, state, decidedAt: at } : one,
  );
  const decided = { ...ticket, approvals };
  return ticket.state === 'awaiting_approval' ? move(decided, 'in_progress') : decided;
}

/** Article 7(5): the requester hears how it stands, and the next notice is owed. */
export function notifyRequester(ticket: Ticket, message: string, rules: Rules, at: Date): Ticket {
  if (ticket.requesterId === undefined) throw new DomainError('ticketing.nobody_to_tell', 'conflict');
  if (!['new', 'verifying', 'in_progress', 'awaiting_approval'].includes(ticket.state))
    return refuseState(ticket);
  return tell(promiseNextNotice(ticket, rules, at), noticeOf(rules, 'progress', message, at));
}

/** A solution is recorded and told; a general matter may be solved on the spot, Article 7(2). */
export function resolve(
  ticket: Ticket,
  by: { readonly solution: string; readonly resolverId: string },
  rules: Rules,
  at: Date,
): Ticket {
  const solved = { ...move(ticket, 'resolved'), ...by, resolvedAt: at };
  const settled = settle(solved, ['own', 'first_response', 'progress', 'resolution'], at);
  return tell(settled, noticeOf(rules, 'resolved', by.solution, at));
}

/** Article 7(6): an attempt of the visit, never by the resolver; "not solved" takes the case up again. */
export function recordVisit(ticket: Ticket, visit: Omit<Visit, 'id'>, rules: Rules): Ticket {
  if (visit.staffId === ticket.resolverId) throw new DomainError('ticketing.visit_by_resolver', 'forbidden');
  if (visit.reached && visit.satisfaction === 0) throw invalid('satisfaction_missing', 'satisfaction');
  if (visit.reached && visit.satisfaction <= 2 && visit.comment.trim() === '')
    throw invalid('comment_missing', 'comment');
  const following = ticket.state === 'following_up' ? ticket : move(ticket, 'following_up');
  const kept = visit.reached ? visit : { ...visit, satisfaction: 0, solved: false };
  const visited = { ...following, visits: [...following.visits, { ...kept, id: rules.newId() }] };
  return kept.reached && !kept.solved ? takeUpAgain(visited, rules, visit.at) : visited;
}

/** Nothing open, nothing hidden: only then does a case close. */
export function close(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const early = ticket.state === 'resolved' && needsVisit(ticket);
  const open = openItems(ticket, rules.policy);
  if (!early || open.length === 0) states.require(ticket.state, 'closed', code);
  if (open.length > 0) {
    const list = open.map(({ kind, id }) => (id ? `${kind} ${id}` : kind)).join(', ');
    throw new DomainError('ticketing.cannot_close', 'conflict', { open: list });
  }
  return release({ ...move(ticket, 'closed'), closedAt: at }, at);
}

function takeUpAgain(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const again = { ...move(ticket, 'in_progress'), reopenCount: ticket.reopenCount + 1, closedAt: undefined };
  return {
    ...again,
    promises: [...again.promises, ...promise(rules, ticket, ['progress', 'resolution'], at)],
  };
}

/** Not solved after all: new deadlines, the old ones stay as they were settled. */
export function reopen(ticket: Ticket, rules: Rules, at: Date): Ticket {
  if (!canReopen(ticket, rules.policy, at)) return refuseState(ticket);
  return takeUpAgain(ticket, rules, at);
}

/** Withdrawn before it was resolved; departments and leadership are released with it. */
export function cancel(ticket: Ticket, at: Date): Ticket {
  const ended = withdrawParts(move(ticket, 'cancelled'), at);
  return release(ended, at);
}

/** What departments and leadership still owe ends with the case. */
function withdrawParts(ticket: Ticket, at: Date): Ticket {
  return {
    ...ticket,
    commitments: ticket.commitments.map((one) =>
      one.state === 'requested' || one.state === 'accepted'
        ? { ...one, state: 'withdrawn', endedAt: at }
        : one,
    ),
    approvals: ticket.approvals.map((one) =>
      one.state === 'open' ? { ...one, state: 'withdrawn', decidedAt: at } : one,
    ),
  };
}
