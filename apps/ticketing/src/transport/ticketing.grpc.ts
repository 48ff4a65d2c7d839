import { enumName } from '@anju/contracts';
import { Post, PostSchema } from '@anju/contracts/options';
import {
  type AcceptCommitmentRequest,
  type AcknowledgeTicketRequest,
  type AssignTicketRequest,
  type CancelTicketRequest,
  type CloseTicketRequest,
  CommitmentStateSchema,
  type DeclineCommitmentRequest,
  type FulfilCommitmentRequest,
  type GetNoticeWordsRequest,
  type GetTicketRequest,
  type GetTimelineRequest,
  type ListCommitmentsRequest,
  type ListTicketsRequest,
  type NotifyRequesterRequest,
  type RecordTicketRequest,
  type RecordVisitRequest,
  type ReopenTicketRequest,
  type RequestApprovalRequest,
  type RequestCommitmentRequest,
  type ResolveTicketRequest,
  type ResumeTicketRequest,
  type ReturnCommitmentRequest,
  TicketingService,
  type VerifyTicketRequest,
  type WaitTicketRequest,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Verbs } from '../app/verbs.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketQueries } from '../store/ticket.queries.js';
import { TicketStore } from '../store/ticket.store.js';
import { filterOf } from './ticket-filter-message.js';
import { commitmentMessage, ticketMessage, unnamedOf } from './ticket-message.js';
import { timelineMessage } from './timeline.js';

/** The desk sees every department's commitments; a department its own, where it holds the post. */
const reachOf = ({ actor }: Work) =>
  actor.grants.posts.map(({ post, estates }) => ({
    department: [Post.SERVICE_MANAGER, Post.SERVICE_SPECIALIST].includes(post)
      ? '*'
      : enumName(PostSchema, post),
    estates,
  }));

@GrpcService(TicketingService)
export class TicketingGrpc {
  constructor(
    private readonly verbs: Verbs,
    private readonly tickets: TicketStore,
    private readonly queries: TicketQueries,
  ) {}

  async recordTicket(request: RecordTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.record.run(work, request));
  }

  async listTickets(request: ListTicketsRequest, work: Work) {
    const { pageSize, pageToken } = request;
    const { tickets, next } = await this.queries.tickets(work, filterOf(request), pageSize, pageToken);
    const policyOf = await this.tickets.policies(work, tickets);
    const shown = tickets.map((ticket) => ticketMessage(work, ticket, policyOf(ticket)));
    return { tickets: shown, nextPageToken: next };
  }

  async getTicket({ id }: GetTicketRequest, work: Work) {
    return this.#shown(work, await this.tickets.get(work, id));
  }

  async getTimeline({ id }: GetTimelineRequest, work: Work) {
    const ticket = await this.tickets.get(work, id);
    return timelineMessage(work, await this.queries.happened(work, id), unnamedOf(work, ticket));
  }

  async verifyTicket(request: VerifyTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.verify.run(work, request));
  }

  async assignTicket(request: AssignTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.assign.run(work, request));
  }

  async requestCommitment(request: RequestCommitmentRequest, work: Work) {
    return this.#shown(work, await this.verbs.requestCommitment.run(work, request));
  }

  async requestApproval(request: RequestApprovalRequest, work: Work) {
    return this.#shown(work, await this.verbs.requestApproval.run(work, request));
  }

  async notifyRequester(request: NotifyRequesterRequest, work: Work) {
    return this.#shown(work, await this.verbs.notify.run(work, request));
  }

  async waitTicket(request: WaitTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.pause.wait(work, request));
  }

  async resumeTicket(request: ResumeTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.pause.resume(work, request));
  }

  async acknowledgeTicket(request: AcknowledgeTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.acknowledge.run(work, request));
  }

  async resolveTicket(request: ResolveTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.resolve.run(work, request));
  }

  async recordVisit(request: RecordVisitRequest, work: Work) {
    return this.#shown(work, await this.verbs.visit.run(work, request));
  }

  async closeTicket(request: CloseTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.close.run(work, request));
  }

  async reopenTicket(request: ReopenTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.reopen.run(work, request));
  }

  async cancelTicket(request: CancelTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.cancel.run(work, request));
  }

  async listCommitments({ pageSize, pageToken, states, ticketId }: ListCommitmentsRequest, work: Work) {
    const names = states.map((state) => enumName(CommitmentStateSchema, state));
    const page = await this.queries.commitments(
      work,
      { states: names, ticketId, reach: reachOf(work) },
      pageSize,
      pageToken,
    );
    return { commitments: page.commitments.map(commitmentMessage), nextPageToken: page.next };
  }

  async acceptCommitment(request: AcceptCommitmentRequest, work: Work) {
    const dueAt = request.dueTime && timestampDate(request.dueTime);
    const answer = { state: 'accepted', dueAt, reason: request.reason } as const;
    return commitmentMessage(await this.verbs.answer.run(work, request, answer));
  }

  async declineCommitment(request: DeclineCommitmentRequest, work: Work) {
    return commitmentMessage(
      await this.verbs.answer.run(work, request, { state: 'declined', reason: request.reason }),
    );
  }

  async fulfilCommitment(request: FulfilCommitmentRequest, work: Work) {
    return commitmentMessage(
      await this.verbs.answer.run(work, request, { state: 'fulfilled', result: request.result }),
    );
  }

  async returnCommitment(request: ReturnCommitmentRequest, work: Work) {
    return this.#shown(work, await this.verbs.returning.run(work, request));
  }

  async getNoticeWords({ noticeId }: GetNoticeWordsRequest, work: Work) {
    const ticket = await this.tickets.get(
      work,
      await this.tickets.ticketOf(work, 'requester_notice', noticeId),
    );
    return { message: ticket.notices.find((notice) => notice.id === noticeId)?.message ?? '' };
  }

  async #shown(work: Work, ticket: Ticket) {
    return ticketMessage(work, ticket, (await this.tickets.policies(work, [ticket]))(ticket));
  }
}
