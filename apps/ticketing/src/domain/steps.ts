import { DomainError } from '@anju/kernel';
import { requireReopenable } from './closing.js';
import type { PromiseKind } from './policy.js';
import { promise, promiseNextNotice, release, type Rules, settle } from './promises.js';
import {
  isActive,
  isOpenCommitment,
  move,
  priorityOf,
  refuseState,
  type RequesterNotice,
  type Ticket,
} from './ticket.js';
import { type Attempt, forgetVisit, planVisit, recordVisit } from './visits.js';
import { catchUp, endWaiting } from './waiting.js';

const missing = (reason: string, field: string) =>
  new DomainError(`ticketing.${reason}`, 'invalid', {}, [{ field, rule: 'required' }]);

/** Something the requester is to be told; nobody known, nobody to tell. */
export function tell(
  ticket: Ticket,
  notice: Pick<RequesterNotice, 'occasion' | 'message'>,
  rules: Rules,
  sentAt: Date,
): Ticket {
  if (ticket.requesterId === undefined) return ticket;
  return { ...ticket, notices: [...ticket.notices, { ...notice, id: rules.newId(), sentAt }] };
}

/** Silence is a breach only towards somebody who can be told. */
const owed = (kinds: readonly PromiseKind[], { requesterId }: Pick<Ticket, 'requesterId'>): PromiseKind[] =>
  kinds.filter((kind) => kind !== 'progress' || requesterId !== undefined);

type Given =
  | 'kind'
  | 'channel'
  | 'estateId'
  | 'unitId'
  | 'requesterId'
  | 'anonymous'
  | 'category'
  | 'place'
  | 'subject'
  | 'parentId'
  | 'splitFromId';
type Told = 'description' | 'impact' | 'urgency' | 'recorderId';

/** What is known when a case is recorded. */
export type Recording = Pick<Ticket, 'id' | 'number' | Given | Told>;

/** Article 7(1): recorded at once, with deadlines that the requester is told. */
export function record(given: Recording, rules: Rules, at: Date): Ticket {
  const ticket: Ticket = {
    ...given,
    ...{ state: 'new', stateSince: at, priority: priorityOf(given.impact, given.urgency) },
    ...{ createdAt: at, updatedAt: at, findings: '', solution: '', reopenCount: 0 },
    ...{ policyVersion: rules.policy.version, version: 1 },
    promises: promise(rules, given, owed(['own', 'first_response', 'progress', 'resolution'], given), at),
    ...{ commitments: [], approvals: [], notices: [], visits: [], escalations: [], children: [] },
  };
  return tell(ticket, { occasion: 'recorded', message: '' }, rules, at);
}

export interface Findings {
  readonly findings: string;
  readonly decline: boolean;
  readonly category: string;
}

/** Article 7(2): preliminary verification begins, or ends with findings; it may find nothing for us to do. */
export function verify(
  ticket: Ticket,
  { findings, decline, category }: Findings,
  rules: Rules,
  at: Date,
): Ticket {
  if (decline && findings.trim() === '') throw missing('findings_missing', 'findings');
  const looked = settle(ticket.state === 'verifying' ? ticket : move(ticket, 'verifying', at), ['own'], at);
  const found: Ticket = {
    ...looked,
    findings: findings || looked.findings,
    category: category || looked.category,
  };
  if (decline) {
    const declined = release(settle(move(found, 'declined', at), ['first_response'], at), at);
    return tell(withdrawParts(declined, at), { occasion: 'progress', message: findings }, rules, at);
  }
  return findings === '' ? found : settle(found, ['first_response'], at);
}

/** Somebody takes it; passing it on later is no new state. */
export function assign(ticket: Ticket, assigneeId: string, at: Date): Ticket {
  const working = ticket.state === 'in_progress' || ticket.state === 'pending';
  const moved = working ? ticket : move(ticket, 'in_progress', at);
  return settle({ ...moved, assigneeId }, ['own'], at);
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
  return { ...move(ticket, 'awaiting_approval', at), approvals: [...ticket.approvals, approval] };
}

/** Leadership's answer; granted or not, work goes on. A case that ended meanwhile only keeps the answer. */
export function decideApproval(
  ticket: Ticket,
  id: string,
  state: 'granted' | 'refused' | 'returned',
  at: Date,
): Ticket {
  const open = ticket.approvals.find((one) => one.id === id && one.state === 'open');
  if (!open) return ticket;
  const approvals = ticket.approvals.map((one) => (one === open ? { ...one, state, decidedAt: at } : one));
  const decided = { ...ticket, approvals };
  return ticket.state === 'awaiting_approval' ? move(decided, 'in_progress', at) : decided;
}

/** Article 7(5): the requester hears how it stands, and the next notice is owed. */
export function notifyRequester(ticket: Ticket, message: string, rules: Rules, at: Date): Ticket {
  if (ticket.requesterId === undefined) throw new DomainError('ticketing.nobody_to_tell', 'conflict');
  if (!isActive(ticket)) return refuseState(ticket);
  const told = promiseNextNotice(catchUp(ticket, rules, at), rules, at);
  return tell(told, { occasion: 'progress', message }, rules, at);
}

/** The desk writes to the requester: an answer, if it is the first one. */
export function answer(ticket: Ticket, message: string, rules: Rules, at: Date): Ticket {
  if (ticket.requesterId === undefined) return ticket;
  const answered = settle(catchUp(ticket, rules, at), ['first_response'], at);
  return tell(answered, { occasion: 'message', message }, rules, at);
}

/** A solution is recorded and told; a general matter may be solved on the spot, Article 7(2). */
export function resolve(
  ticket: Ticket,
  by: { readonly solution: string; readonly resolverId: string },
  rules: Rules,
  at: Date,
): Ticket {
  const solved = { ...endWaiting(move(ticket, 'resolved', at), rules, at), ...by, resolvedAt: at };
  const settled = settle(solved, ['own', 'first_response', 'progress', 'resolution'], at);
  return tell(planVisit(settled, rules, at), { occasion: 'resolved', message: by.solution }, rules, at);
}

/** Article 7(6): "not solved" takes the case up again. */
export function visit(ticket: Ticket, attempt: Attempt, rules: Rules): Ticket {
  const visited = recordVisit(ticket, attempt, rules);
  return attempt.reached && !attempt.solved ? takeUpAgain(visited, rules, attempt.at) : visited;
}

/** The requester says unasked that it is not solved. */
export function rejectSolution(ticket: Ticket, rules: Rules, at: Date): Ticket {
  if (ticket.state !== 'resolved' && ticket.state !== 'following_up') return refuseState(ticket);
  return takeUpAgain(ticket, rules, at);
}

/** Worked on again: new deadlines, which the requester is told like those of the recording. */
function takeUpAgain(ticket: Ticket, rules: Rules, at: Date): Ticket {
  const again = {
    ...forgetVisit(move(ticket, 'in_progress', at)),
    reopenCount: ticket.reopenCount + 1,
    closedAt: undefined,
    closedBy: undefined,
  };
  const promises = [
    ...again.promises,
    ...promise(rules, ticket, owed(['progress', 'resolution'], ticket), at),
  ];
  return tell({ ...again, promises }, { occasion: 'recorded', message: '' }, rules, at);
}

/**
 * Not solved after all: new deadlines, the old ones stay as they were settled. A case that was closed stands by itself
 * from then on, for its parent may be closed too and nothing may be open below that.
 */
export function reopen(ticket: Ticket, rules: Rules, at: Date): Ticket {
  requireReopenable(ticket, rules, at);
  const again = takeUpAgain(ticket, rules, at);
  return ticket.state === 'closed' ? { ...again, parentId: undefined } : again;
}

/** Ends without a solution; departments and leadership are released with it. */
export function end(
  ticket: Ticket,
  state: 'cancelled' | 'merged' | 'duplicate',
  rules: Rules,
  at: Date,
): Ticket {
  return release(withdrawParts(endWaiting(move(ticket, state, at), rules, at), at), at);
}

/** What departments and leadership still owe ends with the case. */
function withdrawParts(ticket: Ticket, at: Date): Ticket {
  return {
    ...ticket,
    commitments: ticket.commitments.map((one) =>
      isOpenCommitment(one) ? { ...one, state: 'withdrawn', endedAt: at } : one,
    ),
    approvals: ticket.approvals.map((one) =>
      one.state === 'open' ? { ...one, state: 'withdrawn', decidedAt: at } : one,
    ),
  };
}
