import { DomainError } from '@anju/kernel';

/** Somebody who is away lets another member of staff decide for them. */
export interface Delegation {
  readonly id: string;
  readonly fromStaffId: string;
  readonly toStaffId: string;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly reason: string;
  readonly createdAt: Date;
  /** When it was ended before its time. */
  readonly endedAt?: Date | undefined;
}

type Span = Pick<Delegation, 'fromAt' | 'toAt' | 'endedAt'>;

/** Until when, as it stands now; one ended before it began never holds. */
export const until = ({ toAt, endedAt }: Span): Date => endedAt ?? toAt;

export const inForce = (one: Span, now: Date): boolean => one.fromAt <= now && now < until(one);

const overlap = (a: Span, b: Span): boolean =>
  b.fromAt < until(b) && a.fromAt < until(b) && b.fromAt < until(a);

const wrong = (field: string, rule: string) =>
  new DomainError('invalid_request', 'invalid', {}, [{ field, rule }]);

/**
 * Whether a new delegation may stand beside the others of both people.
 * @param given delegations by the delegator and by the delegate
 */
export function requireSound(one: Delegation, given: readonly Delegation[]): void {
  if (one.fromAt < one.createdAt) throw wrong('fromTime', 'not_in_the_past');
  if (one.toAt <= one.fromAt) throw wrong('toTime', 'after_from_time');
  const meanwhile = given.filter((other) => overlap(one, other));
  if (meanwhile.some((other) => other.fromStaffId === one.fromStaffId))
    throw new DomainError('leadership.delegation_overlap', 'conflict');
  // Who is away cannot stand in, and what was delegated is not passed on.
  if (meanwhile.some((other) => other.fromStaffId === one.toStaffId))
    throw new DomainError('leadership.delegation_chain', 'conflict');
}

/** Only whoever gave it ends it; to others it does not exist. */
export function end(one: Delegation, staffId: string, at: Date): Delegation {
  if (one.fromStaffId !== staffId) throw new DomainError('not_found', 'not_found');
  if (until(one) <= at) throw new DomainError('leadership.delegation_over', 'conflict');
  return { ...one, endedAt: at };
}
