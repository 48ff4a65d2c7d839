import { errorText } from '@anju/contracts';
import {
  AssignTicketRequestSchema,
  type BatchAssignTicketsRequest,
  type BatchCloseTicketsRequest,
  type BatchNotifyRequestersRequest,
  CloseTicketRequestSchema,
  DeskBatchesService,
  NotifyRequesterRequestSchema,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { create } from '@bufbuild/protobuf';
import { doInBatch, type Outcome } from '../app/do-in-batch.js';
import { Verbs } from '../app/verbs.js';
import type { Work } from '../store/database.js';

const result = (work: Work, outcome: Outcome) =>
  'ticket' in outcome
    ? { id: outcome.id, ok: true, etag: String(outcome.ticket.version) }
    : {
        id: outcome.id,
        reason: outcome.refusal.code,
        text: errorText(outcome.refusal.code, outcome.refusal.details, work.locale),
      };

const answer = (work: Work, outcomes: readonly Outcome[]) => ({
  results: outcomes.map((outcome) => result(work, outcome)),
  done: outcomes.filter((outcome) => 'ticket' in outcome).length,
});

@GrpcService(DeskBatchesService)
export class DeskBatchesGrpc {
  constructor(private readonly verbs: Verbs) {}

  async batchAssignTickets({ ids, assigneeId }: BatchAssignTicketsRequest, work: Work) {
    const assign = (one: Work, id: string) =>
      this.verbs.assign.run(one, create(AssignTicketRequestSchema, { id, assigneeId }));
    return answer(work, await doInBatch(work, ids, assign));
  }

  async batchNotifyRequesters({ ids, message }: BatchNotifyRequestersRequest, work: Work) {
    const notify = (one: Work, id: string) =>
      this.verbs.notify.run(one, create(NotifyRequesterRequestSchema, { id, message }));
    return answer(work, await doInBatch(work, ids, notify));
  }

  async batchCloseTickets({ ids }: BatchCloseTicketsRequest, work: Work) {
    const close = (one: Work, id: string) =>
      this.verbs.close.run(one, create(CloseTicketRequestSchema, { id }));
    return answer(work, await doInBatch(work, ids, close));
  }
}
