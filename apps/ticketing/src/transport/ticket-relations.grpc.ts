import {
  type MergeTicketRequest,
  type SetParentRequest,
  type SplitTicketRequest,
  TicketRelationsService,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { Verbs } from '../app/verbs.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';
import { ticketMessage } from './ticket-message.js';

@GrpcService(TicketRelationsService)
export class TicketRelationsGrpc {
  constructor(
    private readonly verbs: Verbs,
    private readonly tickets: TicketStore,
  ) {}

  async mergeTicket(request: MergeTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.relate.merge(work, request));
  }

  async splitTicket(request: SplitTicketRequest, work: Work) {
    return this.#shown(work, await this.verbs.relate.split(work, request));
  }

  async setParent(request: SetParentRequest, work: Work) {
    return this.#shown(work, await this.verbs.relate.setParent(work, request));
  }

  async #shown(work: Work, ticket: Ticket) {
    return ticketMessage(work, ticket, (await this.tickets.policies(work, [ticket]))(ticket));
  }
}
