import { DomainError, transitions } from '@anju/kernel';
import type { Commitment, Ticket } from './ticket.js';

// Article 7(3): a department answers for itself; what it declined or fulfilled is not answered twice.
const states = transitions<Commitment['state']>({
  requested: ['accepted', 'declined', 'fulfilled', 'withdrawn'],
  accepted: ['fulfilled', 'declined', 'withdrawn'],
  declined: [],
  fulfilled: [],
  withdrawn: [],
});

export type Answer =
  | { readonly state: 'accepted'; readonly dueAt?: Date | undefined }
  | { readonly state: 'declined'; readonly reason: string }
  | { readonly state: 'fulfilled'; readonly result: string };

const words = (answer: Answer, at: Date): Partial<Commitment> => {
  switch (answer.state) {
    case 'accepted':
      return answer.dueAt ? { dueAt: answer.dueAt } : {};
    case 'declined':
      return { reason: answer.reason, endedAt: at };
    case 'fulfilled':
      return { result: answer.result, endedAt: at };
  }
};

/** The department's answer to its commitment, in the case it belongs to. */
export function answerCommitment(
  ticket: Ticket,
  id: string,
  answer: Answer,
  by: { readonly staffId: string; readonly at: Date },
): Ticket {
  const commitment = ticket.commitments.find((one) => one.id === id);
  if (!commitment) throw new DomainError('not_found', 'not_found');
  states.require(commitment.state, answer.state, 'ticketing.state');
  if (answer.state === 'accepted' && answer.dueAt && answer.dueAt <= by.at) {
    throw new DomainError('ticketing.due_time_past', 'invalid', {}, [{ field: 'dueTime', rule: 'future' }]);
  }
  const answered: Commitment = {
    ...commitment,
    ...words(answer, by.at),
    state: answer.state,
    staffId: by.staffId,
  };
  return { ...ticket, commitments: ticket.commitments.map((one) => (one === commitment ? answered : one)) };
}
