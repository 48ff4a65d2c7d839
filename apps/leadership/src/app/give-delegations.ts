import { type CreateDelegationRequest, DelegationChangedSchema } from '@anju/contracts/leadership';
import { DomainError, newId } from '@anju/kernel';
import type { Actor } from '@anju/tenancy';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import { type Delegation, end, requireSound, until } from '../domain/delegation.js';
import type { Work } from '../store/database.js';
import { DelegationStore } from '../store/delegation.store.js';

/** The delegate holds a post in an estate in which the delegator decides, so that there is something to decide. */
function isFit(delegate: Actor | undefined, delegator: Actor): boolean {
  if (!delegate || delegate.subjectId === delegator.subjectId) return false;
  const [theirs, ours] = [delegate.reach, delegator.estates('approval.decide')];
  if (theirs === 'all' || ours === 'all') return theirs.length > 0 && ours.length > 0;
  return theirs.some((estate) => ours.includes(estate));
}

function tell(work: Work, one: Delegation): void {
  const { id: delegationId, fromStaffId, toStaffId, fromAt, endedAt } = one;
  const times = { fromTime: timestampFromDate(fromAt), toTime: timestampFromDate(until(one)) };
  const event = { delegationId, fromStaffId, toStaffId, ...times, ended: endedAt !== undefined };
  work.tell(DelegationChangedSchema, event, { subject: delegationId });
}

/** Whoever is away lets somebody else decide for a while. */
@Injectable()
export class GiveDelegations {
  constructor(private readonly delegations: DelegationStore) {}

  async give(
    work: Work,
    { toStaffId, fromTime, toTime, reason }: CreateDelegationRequest,
  ): Promise<Delegation> {
    const { now, actor } = work;
    const one = {
      ...{ id: newId(), fromStaffId: actor.subjectId, toStaffId, reason: reason.trim(), createdAt: now },
      fromAt: fromTime ? timestampDate(fromTime) : now,
      toAt: toTime ? timestampDate(toTime) : now,
    };
    if (!isFit(await this.delegations.staff(work, toStaffId), actor))
      throw new DomainError('leadership.delegate_unfit', 'invalid', {}, [
        { field: 'toStaffId', rule: 'colleague' },
      ]);
    await this.delegations.lock(work);
    requireSound(one, await this.delegations.givenBy(work, [actor.subjectId, toStaffId]));
    await this.delegations.add(work, one);
    tell(work, one);
    return one;
  }

  async end(work: Work, id: string): Promise<Delegation> {
    await this.delegations.lock(work);
    const ended = end(await this.delegations.get(work, id), work.actor.subjectId, work.now);
    await this.delegations.end(work, ended);
    tell(work, ended);
    return ended;
  }
}
