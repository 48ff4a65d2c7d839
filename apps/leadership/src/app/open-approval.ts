import { ApprovalOpenedSchema } from '@anju/contracts/leadership';
import { Injectable } from '@nestjs/common';
import { type Approval, open, presentStep, type Request } from '../domain/approval.js';
import { ApprovalStore, contractPost } from '../store/approval.store.js';
import type { Work } from '../store/database.js';

/** Tells the holders of the post whose step waits; the words of the step before stay here as a note. */
export function tellWaiting(work: Work, approval: Approval, note?: string): void {
  const { id: approvalId, estateId, duty, subjectId, subjectNumber } = approval;
  const step = presentStep(approval);
  const post = step ? { post: contractPost(step.post) } : {};
  work.tell(
    ApprovalOpenedSchema,
    { approvalId, estateId, duty, subjectId, subjectNumber, ...post },
    { subject: approvalId, estateId, note },
  );
}

/** Article 7(4): a duty hands in materials; the chain of steps follows from the amount. */
@Injectable()
export class OpenApproval {
  constructor(private readonly approvals: ApprovalStore) {}

  async run(work: Work, request: Request): Promise<void> {
    const approval = open(request);
    await this.approvals.add(work, approval);
    tellWaiting(work, approval);
  }
}
