import { Decision, DelegationService } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { as, estateId, holder, leader, test } from './setting.js';

export const day = (number: number) => timestampFromDate(new Date(Date.UTC(2027, 2, number)));
export const on = (number: number) => test.clock.set(new Date(Date.UTC(2027, 2, number, 12)));

export type Who = Awaited<ReturnType<typeof leader>>;
export const delegations = (who: Who) => test.client(DelegationService, who);

/** From the second to the fifth of March. */
export const give = (from: Who, { subjectId: toStaffId }: Who, change = {}) =>
  delegations(from).createDelegation({
    ...{ toStaffId, fromTime: day(2), toTime: day(5), reason: '出差' },
    ...change,
  });

/** A leader who is away, and a guard of one estate who stands in. */
export async function pair() {
  on(1);
  const [away, deputy] = [await leader(), await holder(Post.SECURITY_GUARD, [estateId])];
  return { away, deputy, given: await give(away, deputy) };
}

export const grant = (who: Who, id: string) => as(who).decideApproval({ id, decision: Decision.GRANT });

/** Everything that can be tried with an approval. */
export const attempts = (who: Who, id: string): (() => Promise<unknown>)[] => [
  () => as(who).getApproval({ id }),
  () => as(who).listApprovals({}),
  () => grant(who, id),
];
