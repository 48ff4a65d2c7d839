import type { PublishPolicyRequest } from '@anju/contracts/ticketing';
import { DomainError, type Violation } from '@anju/kernel';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import type { Limits, Policy } from '../domain/policy.js';
import type { Work } from '../store/database.js';
import { type PublishedPolicy, PolicyStore } from '../store/policy.store.js';
import { policyOf } from './policy-message.js';

const inOrder = (field: string, { own, first_response, resolution }: Limits): Violation[] =>
  own <= first_response && first_response <= resolution
    ? []
    : [{ field, rule: 'own_first_response_resolution_in_order' }];

/** What a version must not say although each of its numbers is sound. */
function contradictions(policy: Policy, given: { readonly kinds: number }): Violation[] {
  const climbs = policy.ladder.every((step, at) => {
    const below = policy.ladder[at - 1];
    return !below || below.afterMinutes < step.afterMinutes;
  });
  return [
    ...(given.kinds === 3 ? [] : [{ field: 'policy.kinds', rule: 'each_kind_once' }]),
    ...Object.entries(policy.limits).flatMap(([kind, limits]) => inOrder(`policy.kinds.${kind}`, limits)),
    ...inOrder('policy.emergency', policy.emergency),
    ...policy.categories.flatMap((one, at) => inOrder(`policy.categories[${at}]`, one.limits)),
    ...(climbs ? [] : [{ field: 'policy.ladder', rule: 'in_order' }]),
  ];
}

/** A version of the time limits is published; it judges what is recorded from its time on. */
@Injectable()
export class PublishPolicy {
  constructor(private readonly policies: PolicyStore) {}

  async run(work: Work, { policy, effectiveTime }: PublishPolicyRequest): Promise<PublishedPolicy> {
    if (!policy)
      throw new DomainError('invalid_request', 'invalid', {}, [{ field: 'policy', rule: 'required' }]);
    const effectiveAt = effectiveTime ? timestampDate(effectiveTime) : work.now;
    if (effectiveAt < work.now)
      throw new DomainError('ticketing.due_time_past', 'invalid', {}, [
        { field: 'effectiveTime', rule: 'future' },
      ]);
    const published = policyOf(policy);
    const wrong = contradictions(published, { kinds: new Set(policy.kinds.map(({ kind }) => kind)).size });
    if (wrong.length > 0) throw new DomainError('ticketing.policy_unfit', 'invalid', {}, wrong);
    return this.policies.publish(work, published, effectiveAt);
  }
}
