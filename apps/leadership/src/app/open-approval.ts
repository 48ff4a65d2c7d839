import { ApprovalOpenedSchema } from '@anju/contracts/leadership';
import { Injectable } from '@nestjs/common';
import { type Approval, open, presentStep, type Request } from '../domain/approval.js';
import { stepsFor } from '../domain/chain.js';
import { ApprovalStore } from '../store/approval.store.js';
import { ChainStore } from '../store/chain.store.js';
import type { Work } from '../store/database.js';
import { contractPost } from '../store/posts.js';

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

/** Article 7(4): a duty hands in materials; the steps follow from the chains that hold at that moment. */
@Injectable()
export class OpenApproval {
  constructor(
    private readonly approvals: ApprovalStore,
    private readonly chains: ChainStore,
  ) {}

  async run(work: Work, request: Request): Promise<void> {
    const approval = open(request, stepsFor(await this.chains.current(work, request.duty), request));
    await this.approvals.add(work, approval);
    tellWaiting(work, approval);
  }
}
