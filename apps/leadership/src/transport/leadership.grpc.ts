import {
  type DecideApprovalRequest,
  type GetApprovalRequest,
  type GetDecisionWordsRequest,
  LeadershipService,
  type ListApprovalsRequest,
} from '@anju/contracts/leadership';
import { GrpcService } from '@anju/platform';
import { DecideApproval, holder } from '../app/decide-approval.js';
import { type Approval, mayDecide } from '../domain/approval.js';
import { ApprovalStore } from '../store/approval.store.js';
import type { Work } from '../store/database.js';
import { domainStates, toMessage } from '../app/approval-message.js';

const shown = (work: Work, approval: Approval) =>
  toMessage(approval, mayDecide(approval, work.actor.subjectId, holder(work, approval.estateId)));

@GrpcService(LeadershipService)
export class LeadershipGrpc {
  constructor(
    private readonly approvals: ApprovalStore,
    private readonly deciding: DecideApproval,
  ) {}

  async listApprovals({ states, subjectId, pageSize, pageToken }: ListApprovalsRequest, work: Work) {
    const page = await this.approvals.list(
      work,
      { states: domainStates(states), subjectId },
      pageSize,
      pageToken,
    );
    return { approvals: page.approvals.map((approval) => shown(work, approval)), nextPageToken: page.next };
  }

  async getApproval({ id }: GetApprovalRequest, work: Work) {
    return shown(work, await this.approvals.get(work, id));
  }

  async decideApproval(request: DecideApprovalRequest, work: Work) {
    return shown(work, await this.deciding.run(work, request));
  }

  async getDecisionWords({ approvalId }: GetDecisionWordsRequest, work: Work) {
    const approval = await this.approvals.get(work, approvalId);
    return { comment: approval.steps.findLast((step) => step.decision !== undefined)?.comment ?? '' };
  }
}
