import { ApprovalDecidedSchema, type DecideApprovalRequest } from '@anju/contracts/leadership';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import { type Approval, decide } from '../domain/approval.js';
import { ApprovalStore } from '../store/approval.store.js';
import type { Work } from '../store/database.js';
import { contractState, domainDecision } from './approval-message.js';
import { tellWaiting } from './open-approval.js';
import type { Rights } from './rights.js';

/** Tells how it ended, whoever ended it. */
export function tellDecided(work: Work, approval: Approval, note?: string): void {
  const { id: approvalId, estateId, duty, subjectId, subjectNumber, requesterId = '' } = approval;
  const event = { approvalId, estateId, duty, subjectId, subjectNumber, requesterId };
  const how = {
    state: contractState(approval.state),
    staffId: work.actor.subjectId,
    time: timestampFromDate(work.now),
  };
  work.tell(ApprovalDecidedSchema, { ...event, ...how }, { subject: approvalId, estateId, note });
}

@Injectable()
export class DecideApproval {
  constructor(private readonly approvals: ApprovalStore) {}

  async run(work: Work, rights: Rights, request: DecideApprovalRequest): Promise<Approval> {
    const decided = await this.approvals.change(work, request.id, request.etag, (approval) => {
      rights.requireSight(approval);
      return decide(approval, {
        ...rights.decider(approval.estateId),
        decision: domainDecision(request.decision),
        comment: request.comment,
        at: work.now,
      });
    });
    if (decided.decidedAt) tellDecided(work, decided, request.comment);
    else tellWaiting(work, decided, request.comment);
    return decided;
  }
}
