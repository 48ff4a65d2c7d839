import { Post } from '@anju/contracts/options';
import { TicketAssignedSchema } from '@anju/contracts/ticketing';
import { Injectable } from '@nestjs/common';
import { pick } from '../domain/assignment.js';
import type { Ticket } from '../domain/ticket.js';
import { AssignmentRuleStore, type NewCase } from '../store/assignment-rule.store.js';
import type { Work } from '../store/database.js';
import { DeskStore, servicePosts } from '../store/desk.store.js';
import { about } from '../store/tell-clocks.js';

/**
 * Proposes somebody for a new case. It takes nothing on: the case stays new until they, or anybody else, verify or take
 * it. Ask after the case has its number: the estate's counter is locked by then, so that of recordings made at once in
 * an estate each sees what the one before was given.
 */
@Injectable()
export class ProposeAssignee {
  constructor(
    private readonly rules: AssignmentRuleStore,
    private readonly desk: DeskStore,
  ) {}

  async run(work: Work, one: NewCase): Promise<string | undefined> {
    const rule = await this.rules.first(work, one);
    if (!rule) return undefined;
    const posts = rule.staffIds.length > 0 ? servicePosts : [Post.SERVICE_SPECIALIST];
    return pick(rule, await this.desk.people(work, [one.estateId], posts));
  }

  tell(work: Work, ticket: Ticket): void {
    const { id: ticketId, number, estateId, assigneeId } = ticket;
    if (assigneeId)
      work.tell(TicketAssignedSchema, { ticketId, number, estateId, assigneeId }, about(ticket));
  }
}
