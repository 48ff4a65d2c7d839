import {
  type ListPoliciesRequest,
  type PublishPolicyRequest,
  TicketPolicyService,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { PublishPolicy } from '../app/publish-policy.js';
import type { Work } from '../store/database.js';
import { PolicyStore } from '../store/policy.store.js';
import { publishedMessage } from '../app/policy-message.js';

@GrpcService(TicketPolicyService)
export class TicketPolicyGrpc {
  constructor(
    private readonly publishing: PublishPolicy,
    private readonly policies: PolicyStore,
  ) {}

  async publishPolicy(request: PublishPolicyRequest, work: Work) {
    return publishedMessage(await this.publishing.run(work, request));
  }

  async listPolicies(_: ListPoliciesRequest, work: Work) {
    return { policies: (await this.policies.list(work)).map(publishedMessage) };
  }
}
