import type {
  AcceptSolutionRequest,
  AddMessageRequest,
  RejectSolutionRequest,
} from '@anju/contracts/ticketing';
import { TicketMessageAddedSchema, TicketVisitedSchema } from '@anju/contracts/ticketing';
import { answer, rejectSolution } from '../domain/steps.js';
import { refuseState, type Ticket } from '../domain/ticket.js';
import { acceptSolution } from '../domain/visits.js';
import { requesterCame } from '../domain/waiting.js';
import type { Work } from '../store/database.js';
import type { MessageStore, Said } from '../store/message.store.js';
import { about } from '../store/tell-clocks.js';
import type { TicketStore } from '../store/ticket.store.js';
import { tellReopened } from './telling.js';

/** What is said about a case, by its requester or to them, or among staff. */
export class AddMessage {
  constructor(
    private readonly tickets: TicketStore,
    private readonly messages: MessageStore,
  ) {}

  async run(work: Work, { ticketId, text, internal }: AddMessageRequest): Promise<Said> {
    const byResident = work.actor.kind === 'resident';
    const open = byResident || !internal;
    const ticket = await this.tickets.change(work, ticketId, '', (before, rules) => {
      work.actor.require('ticketing.talk', before.estateId);
      if (open && before.state === 'cancelled') return refuseState(before);
      if (byResident) return requesterCame(before, rules, work.now);
      return internal ? before : answer(before, text, rules, work.now);
    });
    const said = await this.messages.add(work, ticket, text, !open);
    this.#tell(work, ticket, said);
    return said;
  }

  #tell(work: Work, ticket: Ticket, said: Said): void {
    const { id: ticketId, number, estateId, assigneeId = '' } = ticket;
    const requesterId = said.internal ? '' : (ticket.requesterId ?? '');
    const event = { messageId: said.id, ticketId, number, estateId, requesterId, assigneeId };
    const told = { ...about(ticket), ...(said.internal ? { personId: undefined } : {}) };
    work.tell(TicketMessageAddedSchema, { ...event, authorKind: said.authorKind }, told);
  }
}

/** The requester's own word on the solution. */
export class JudgeSolution {
  constructor(private readonly tickets: TicketStore) {}

  async accept(work: Work, { id, etag, satisfaction, comment }: AcceptSolutionRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      const accepted = acceptSolution(ticket, { satisfaction, comment }, rules, work.now);
      const { id: ticketId, estateId, requesterId = '', resolverId = '' } = accepted;
      const event = {
        ticketId,
        estateId,
        requesterId,
        resolverId,
        satisfaction,
        reached: true,
        solved: true,
      };
      work.tell(TicketVisitedSchema, event, about(accepted, comment));
      return accepted;
    });
  }

  async reject(work: Work, { id, etag, reason }: RejectSolutionRequest): Promise<Ticket> {
    return this.tickets.change(work, id, etag, (ticket, rules) => {
      const rejected = rejectSolution(ticket, rules, work.now);
      tellReopened(work, rejected, reason);
      return rejected;
    });
  }
}
