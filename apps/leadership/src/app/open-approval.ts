import { ApprovalOpenedSchema } from '@anju/contracts/leadership';
import { Injectable } from '@nestjs/common';
import { open, presentStep, type Request } from '../domain/approval.js';
import { ApprovalStore, contractPost } from '../store/approval.store.js';
import type { Work } from '../store/database.js';

/** Article 7(4): a duty hands in materials; the chain of steps follows from the amount. */
@Injectable()
export class OpenApproval {
  constructor(private readonly approvals: ApprovalStore) {}

  async run(work: Work, request: Request): Promise<void> {
    const approval = open(request);
    await this.approvals.add(work, approval);
    const { id: approvalId, estateId, duty, subjectId, subjectNumber } = approval;
    const first = presentStep(approval);
    work.tell(
      ApprovalOpenedSchema,
      {
        approvalId,
        estateId,
        duty,
        subjectId,
        subjectNumber,
        ...(first ? { post: contractPost(first.post) } : {}),
      },
      { subject: approvalId, estateId },
    );
  }
}
