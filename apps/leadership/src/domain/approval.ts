import { DomainError, transitions } from '@anju/kernel';

export type ApprovalState = 'requested' | 'granted' | 'refused' | 'returned' | 'withdrawn';
export type Decision = 'grant' | 'refuse' | 'return';
/** The post that decides a step: the contract's number, or nothing more. */
export type StepPost = 'leadership' | 'service_manager';

export interface Step {
  readonly position: number;
  readonly post: StepPost;
  readonly decision?: Decision | undefined;
  readonly comment: string;
  readonly staffId?: string | undefined;
  readonly decidedAt?: Date | undefined;
}

export interface Approval {
  readonly id: string;
  readonly state: ApprovalState;
  readonly estateId: string;
  readonly duty: string;
  readonly subjectId: string;
  readonly subjectNumber: string;
  readonly category: string;
  readonly amountFen: bigint;
  readonly requesterId?: string | undefined;
  readonly requestedAt: Date;
  readonly decidedAt?: Date | undefined;
  readonly steps: readonly Step[];
  readonly version: number;
}

// Article 7(4). What was refused or granted stays so; a returned request is asked again as a new one.
const states = transitions<ApprovalState>({
  requested: ['granted', 'refused', 'returned', 'withdrawn'],
  granted: [],
  refused: [],
  returned: [],
  withdrawn: [],
});

/** From 10,000 yuan on, the service manager looks at it before leadership does. */
export const managerFromFen = 1_000_000n;

const chain = (amountFen: bigint): readonly StepPost[] =>
  amountFen >= managerFromFen ? ['service_manager', 'leadership'] : ['leadership'];

export type Request = Omit<Approval, 'state' | 'steps' | 'version' | 'decidedAt'>;

export function open(request: Request): Approval {
  const steps = chain(request.amountFen).map((post, index) => ({ position: index + 1, post, comment: '' }));
  return { ...request, state: 'requested', steps, version: 1 };
}

/** The step that waits, if any. */
export const presentStep = (approval: Approval): Step | undefined =>
  approval.state === 'requested' ? approval.steps.find((step) => step.decision === undefined) : undefined;

export interface Deciding {
  readonly decision: Decision;
  readonly comment: string;
  readonly staffId: string;
  readonly at: Date;
  /** Whether the decider holds the post in the approval's estate. */
  readonly holds: (post: StepPost) => boolean;
}

const outcome = { refuse: 'refused', return: 'returned', grant: 'granted' } as const;

/** Whether this person may decide the present step: its post, and never one's own request. */
export function mayDecide(approval: Approval, staffId: string, holds: Deciding['holds']): boolean {
  const step = presentStep(approval);
  return step !== undefined && holds(step.post) && approval.requesterId !== staffId;
}

/** Article 7(4): leadership decides on the materials, step by step; one refusal ends it. */
export function decide(approval: Approval, by: Deciding): Approval {
  const step = presentStep(approval);
  if (!step) throw new DomainError('leadership.state', 'conflict', { state: approval.state });
  if (!by.holds(step.post)) throw new DomainError('leadership.not_your_step', 'forbidden');
  if (approval.requesterId === by.staffId) throw new DomainError('leadership.own_request', 'forbidden');
  if (by.decision !== 'grant' && by.comment.trim() === '') {
    throw new DomainError('leadership.comment_missing', 'invalid', {}, [
      { field: 'comment', rule: 'required' },
    ]);
  }
  const { decision, comment, staffId, at } = by;
  const steps = approval.steps.map((one) =>
    one === step ? { ...one, decision, comment, staffId, decidedAt: at } : one,
  );
  const more = decision === 'grant' && step.position < steps.length;
  if (more) return { ...approval, steps };
  states.require(approval.state, outcome[decision], 'leadership.state');
  return { ...approval, steps, state: outcome[decision], decidedAt: at };
}

/** The case ended before a decision; what was decided stays as it is. */
export function withdraw(approval: Approval, at: Date): Approval {
  return states.can(approval.state, 'withdrawn')
    ? { ...approval, state: 'withdrawn', decidedAt: at }
    : approval;
}
