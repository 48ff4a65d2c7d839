import { ApprovalSchema, ApprovalState, Decision } from '@anju/contracts/leadership';
import { DomainError } from '@anju/kernel';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Approval, ApprovalState as State, Decision as Said, Step } from '../domain/approval.js';
import { contractPost } from '../store/posts.js';

const states: Readonly<Record<State, ApprovalState>> = {
  requested: ApprovalState.REQUESTED,
  granted: ApprovalState.GRANTED,
  refused: ApprovalState.REFUSED,
  returned: ApprovalState.RETURNED,
  withdrawn: ApprovalState.WITHDRAWN,
};

const decisions: Readonly<Record<Said, Decision>> = {
  grant: Decision.GRANT,
  refuse: Decision.REFUSE,
  return: Decision.RETURN,
};

const keyOf = <K extends string, V>(table: Readonly<Record<K, V>>, value: V): K | undefined =>
  (Object.keys(table) as K[]).find((key) => table[key] === value);

export const contractState = (state: State): ApprovalState => states[state];

export const domainStates = (asked: readonly ApprovalState[]): State[] =>
  asked.flatMap((state) => keyOf(states, state) ?? []);

export function domainDecision(decision: Decision): Said {
  const said = keyOf(decisions, decision);
  if (!said)
    throw new DomainError('invalid_request', 'invalid', {}, [{ field: 'decision', rule: 'enum.not_in' }]);
  return said;
}

const time = (date: Date | undefined) => (date ? timestampFromDate(date) : undefined);

const stepMessage = (step: Step) => ({
  position: step.position,
  post: contractPost(step.post),
  decision: step.decision ? decisions[step.decision] : Decision.UNSPECIFIED,
  comment: step.comment,
  staffId: step.staffId ?? '',
  onBehalfOf: step.onBehalfOf ?? '',
  ...(step.decidedAt ? { decideTime: timestampFromDate(step.decidedAt) } : {}),
});

export function toMessage(approval: Approval, decidable: boolean): MessageInitShape<typeof ApprovalSchema> {
  const { requestedAt, decidedAt, steps, state, version, requesterId, ...same } = approval;
  const decideTime = time(decidedAt);
  return {
    ...same,
    state: states[state],
    requesterId: requesterId ?? '',
    requestTime: timestampFromDate(requestedAt),
    ...(decideTime ? { decideTime } : {}),
    steps: steps.map((step) => ({
      ...stepMessage(step),
      $typeName: 'anju.leadership.v1.ApprovalStep' as const,
    })),
    decidable,
    etag: String(version),
  };
}
