import {
  type DecideApprovalRequest,
  type GetApprovalRequest,
  type GetDecisionWordsRequest,
  LeadershipService,
  type ListApprovalsRequest,
} from '@anju/contracts/leadership';
import { GrpcService } from '@anju/platform';
import { domainStates, toMessage } from '../app/approval-message.js';
import { DecideApproval } from '../app/decide-approval.js';
import { Rights } from '../app/rights.js';
import { type Approval, mayDecide } from '../domain/approval.js';
import { ApprovalStore } from '../store/approval.store.js';
import type { Work } from '../store/database.js';
import { DelegationStore } from '../store/delegation.store.js';

const shown = (rights: Rights, approval: Approval) =>
  toMessage(approval, mayDecide(approval, rights.decider(approval.estateId)));

@GrpcService(LeadershipService)
export class LeadershipGrpc {
  constructor(
    private readonly approvals: ApprovalStore,
    private readonly delegations: DelegationStore,
    private readonly deciding: DecideApproval,
  ) {}

  async listApprovals({ states, subjectId, pageSize, pageToken }: ListApprovalsRequest, work: Work) {
    const rights = await Rights.of(work, 'approval.read', this.delegations);
    const filter = { states: domainStates(states), subjectId };
    const page = await this.approvals.list(work, filter, rights.estates(), {
      size: pageSize,
      token: pageToken,
    });
    return { approvals: page.approvals.map((approval) => shown(rights, approval)), nextPageToken: page.next };
  }

  async getApproval({ id }: GetApprovalRequest, work: Work) {
    const rights = await Rights.of(work, 'approval.read', this.delegations);
    const approval = await this.approvals.get(work, id);
    rights.requireSight(approval);
    return shown(rights, approval);
  }

  async decideApproval(request: DecideApprovalRequest, work: Work) {
    const rights = await Rights.of(work, 'approval.decide', this.delegations);
    return shown(rights, await this.deciding.run(work, rights, request));
  }

  async getDecisionWords({ approvalId }: GetDecisionWordsRequest, work: Work) {
    const approval = await this.approvals.get(work, approvalId);
    return { comment: approval.steps.findLast((step) => step.decision !== undefined)?.comment ?? '' };
  }
}
