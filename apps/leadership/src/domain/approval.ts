import { DomainError, transitions } from '@anju/kernel';

export type ApprovalState = 'requested' | 'granted' | 'refused' | 'returned' | 'withdrawn';
export type Decision = 'grant' | 'refuse' | 'return';
/** The post that decides a step. */
export type StepPost = 'leadership' | 'service_manager' | 'finance_specialist';

export interface Step {
  readonly position: number;
  readonly post: StepPost;
  readonly decision?: Decision | undefined;
  readonly comment: string;
  readonly staffId?: string | undefined;
  /** For whom, when the decider stood in for somebody. */
  readonly onBehalfOf?: string | undefined;
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

export type Request = Omit<Approval, 'state' | 'steps' | 'version' | 'decidedAt'>;

/** Opens a request with the steps of its chain; they stay, whatever becomes of the chain. */
export function open(request: Request, posts: readonly StepPost[]): Approval {
  const steps = posts.map((post, index) => ({ position: index + 1, post, comment: '' }));
  return { ...request, state: 'requested', steps, version: 1 };
}

/** The step that waits, if any. */
export const presentStep = (approval: Approval): Step | undefined =>
  approval.state === 'requested' ? approval.steps.find((step) => step.decision === undefined) : undefined;

/** In whose right somebody decides: the decider's own, or that of whoever delegated to them. */
export interface Right {
  readonly staffId: string;
  /** Whether they hold the post in the approval's estate. */
  readonly holds: (post: StepPost) => boolean;
}

export interface Decider {
  readonly staffId: string;
  /** The own right first. */
  readonly rights: readonly Right[];
}

export interface Deciding extends Decider {
  readonly decision: Decision;
  readonly comment: string;
  readonly at: Date;
}

const outcome = { refuse: 'refused', return: 'returned', grant: 'granted' } as const;

/** In whose right the present step may be decided, or the error that says why it may not. */
function rightTo(approval: Approval, step: Step, { staffId, rights }: Decider): Right | string {
  const holding = rights.filter((right) => right.holds(step.post));
  if (holding.length === 0) return 'leadership.not_your_step';
  const others = holding.filter((right) => ![staffId, right.staffId].includes(approval.requesterId ?? ''));
  if (others.length === 0) return 'leadership.own_request';
  const decided = approval.steps.flatMap((one) => [one.staffId, one.onBehalfOf]);
  const free = others.find((right) => !decided.includes(staffId) && !decided.includes(right.staffId));
  return free ?? 'leadership.decided_before';
}

/** Whether this person may decide the present step: never one's own request, never two steps, nor by a stand-in. */
export function mayDecide(approval: Approval, by: Decider): boolean {
  const step = presentStep(approval);
  return step !== undefined && typeof rightTo(approval, step, by) !== 'string';
}

/** Article 7(4): leadership decides on the materials, step by step; one refusal ends it. */
export function decide(approval: Approval, by: Deciding): Approval {
  const step = presentStep(approval);
  if (!step) throw new DomainError('leadership.state', 'conflict', { state: approval.state });
  const right = rightTo(approval, step, by);
  if (typeof right === 'string') throw new DomainError(right, 'forbidden');
  if (by.decision !== 'grant' && by.comment.trim() === '') {
    throw new DomainError('leadership.comment_missing', 'invalid', {}, [
      { field: 'comment', rule: 'required' },
    ]);
  }
  const { decision, comment, staffId, at } = by;
  const onBehalfOf = right.staffId === staffId ? undefined : right.staffId;
  const said = { ...step, decision, comment, staffId, onBehalfOf, decidedAt: at };
  const steps = approval.steps.map((one) => (one === step ? said : one));
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
