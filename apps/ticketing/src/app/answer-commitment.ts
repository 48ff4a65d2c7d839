import { enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import { DomainError } from '@anju/kernel';
import { type Answer, answerCommitment } from '../domain/commitment.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import type { ListedCommitment } from '../store/ticket.queries.js';
import { TicketStore } from '../store/ticket.store.js';
import { tellCommitment } from './telling.js';

const noteOf = (answer: Answer): string => {
  switch (answer.state) {
    case 'accepted':
    case 'declined':
      return answer.reason;
    case 'fulfilled':
      return answer.result;
  }
};

/** Article 7(3): a department accepts, declines or fulfils what it was asked; nobody answers for another. */
export class AnswerCommitment {
  constructor(private readonly tickets: TicketStore) {}

  async run(
    work: Work,
    { id, etag }: { id: string; etag: string },
    answer: Answer,
  ): Promise<ListedCommitment> {
    const ticketId = await this.tickets.ticketOf(work, 'commitment', id);
    const ticket = await this.tickets.change(work, ticketId, etag, (before, rules) => {
      this.#requireDepartment(work, before, id);
      const by = { staffId: work.actor.subjectId, rules, at: work.now };
      const answered = answerCommitment(before, id, answer, by);
      const commitment = answered.commitments.find((one) => one.id === id);
      if (commitment) tellCommitment(work, answered, commitment, noteOf(answer));
      return answered;
    });
    const commitment = ticket.commitments.find((one) => one.id === id);
    if (!commitment) throw new DomainError('not_found', 'not_found');
    return { commitment, ticket };
  }

  #requireDepartment({ actor }: Work, ticket: Ticket, id: string): void {
    actor.require('commitment.answer', ticket.estateId);
    const department = ticket.commitments.find((one) => one.id === id)?.department ?? '';
    if (!actor.holds(enumNumber(PostSchema, department), ticket.estateId)) {
      throw new DomainError('ticketing.other_department', 'forbidden');
    }
  }
}
