import {
  type AcceptSolutionRequest,
  type AddMessageRequest,
  type ListMessagesRequest,
  type RejectSolutionRequest,
  TicketTalkService,
  type TouchTicketRequest,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Verbs } from '../app/verbs.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { MessageStore, type Said } from '../store/message.store.js';
import { TicketStore } from '../store/ticket.store.js';
import { mayName, ticketMessage } from './ticket-message.js';

const saidMessage = ({ at, ...said }: Said) => ({ ...said, time: timestampFromDate(at) });

@GrpcService(TicketTalkService)
export class TicketTalkGrpc {
  constructor(
    private readonly verbs: Verbs,
    private readonly tickets: TicketStore,
    private readonly messages: MessageStore,
  ) {}

  async addMessage(request: AddMessageRequest, work: Work) {
    return saidMessage(await this.verbs.talk.run(work, request));
  }

  async listMessages({ ticketId, pageSize, pageToken }: ListMessagesRequest, work: Work) {
    const ticket = await this.tickets.get(work, ticketId);
    const { messages, next } = await this.messages.list(work, ticketId, pageSize, pageToken);
    // Of what was said in a case that went into this one it is not asked whether its requester wants to be named.
    const unnamed = ({ authorKind, ticketId: of }: Said) =>
      authorKind === 'resident' && (ticket.anonymous || of !== ticketId) && !mayName(work, ticket);
    const shown = messages.map((said) => (unnamed(said) ? { ...said, authorId: '' } : said));
    return { messages: shown.map(saidMessage), nextPageToken: next };
  }

  async acceptSolution(request: AcceptSolutionRequest, work: Work) {
    return this.#shown(work, await this.verbs.judge.accept(work, request));
  }

  async rejectSolution(request: RejectSolutionRequest, work: Work) {
    return this.#shown(work, await this.verbs.judge.reject(work, request));
  }

  async touchTicket({ id, editing }: TouchTicketRequest, work: Work) {
    const ticket = await this.tickets.get(work, id);
    work.actor.require('ticketing.handle', ticket.estateId);
    return { viewers: await this.messages.touch(work, ticket, editing), etag: String(ticket.version) };
  }

  async #shown(work: Work, ticket: Ticket) {
    return ticketMessage(work, ticket, (await this.tickets.policies(work, [ticket]))(ticket));
  }
}
