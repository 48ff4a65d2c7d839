import { DomainError } from '@anju/kernel';
import type { Rules } from './promises.js';
import { end, tell } from './steps.js';
import { hasEnded, isActive, refuseState, type Ticket } from './ticket.js';

const unfit = (field: string, rule: string) =>
  new DomainError('ticketing.relation_unfit', 'invalid', {}, [{ field, rule }]);

function requireFit(ticket: Ticket, other: Ticket, field: string): void {
  if (other.id === ticket.id) throw unfit(field, 'another_case');
  if (other.estateId !== ticket.estateId) throw unfit(field, 'same_estate');
}

/**
 * The case goes into another one that is worked on and ends; what was said and sent with it is read there, and its
 * requester hears of every step taken there. A duplicate is the same, told by the same requester twice.
 */
export function mergeInto(
  ticket: Ticket,
  target: Ticket,
  as: 'merged' | 'duplicate',
  rules: Rules,
  at: Date,
): Ticket {
  requireFit(ticket, target, 'intoId');
  if (!isActive(target)) return refuseState(target);
  if (ticket.children.length > 0) throw new DomainError('ticketing.has_children', 'conflict');
  const merged: Ticket = { ...end(ticket, as, rules, at), mergedIntoId: target.id, parentId: undefined };
  const message = `已与 ${target.number} 合并处理,后续进展将同步告知您。`;
  return as === 'merged' ? tell(merged, { occasion: 'progress', message }, rules, at) : merged;
}

/** What the requester of a merged case hears of the case it went into; it owes no notice of its own any more. */
export function tellAlong(
  ticket: Ticket,
  notice: { readonly occasion: 'progress' | 'resolved'; readonly message: string },
  rules: Rules,
  at: Date,
): Ticket {
  return ticket.state === 'merged' ? tell(ticket, notice, rules, at) : ticket;
}

/** One cause, many cases: the parent's solution answers its children, and it closes after them. One level, no chains. */
export function setParent(ticket: Ticket, parent: Ticket | undefined): Ticket {
  if (!parent) return { ...ticket, parentId: undefined };
  requireFit(ticket, parent, 'parentId');
  if (hasEnded(ticket)) return refuseState(ticket);
  if (!isActive(parent)) return refuseState(parent);
  if (parent.parentId || ticket.children.length > 0) throw unfit('parentId', 'one_level');
  return { ...ticket, parentId: parent.id };
}
