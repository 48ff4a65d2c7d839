import { enumNumber } from '@anju/contracts';
import { type ApprovalDecided, ApprovalState } from '@anju/contracts/leadership';
import { ApprovalAnsweredSchema, TicketStateSchema } from '@anju/contracts/ticketing';
import { decideApproval } from '../domain/steps.js';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import type { TicketStore } from '../store/ticket.store.js';

const outcome = {
  [ApprovalState.GRANTED]: 'granted',
  [ApprovalState.REFUSED]: 'refused',
  [ApprovalState.RETURNED]: 'returned',
} as const;

function tellAnswered(work: Work, ticket: Ticket, approvalId: string, granted: boolean): void {
  const { id: ticketId, number, estateId } = ticket;
  const state = enumNumber(TicketStateSchema, ticket.state);
  work.tell(
    ApprovalAnsweredSchema,
    { approvalId, ticketId, number, estateId, granted, state },
    about(ticket),
  );
}

/** Article 7(4): leadership's answer comes back to the case; who decided and why can be read there. */
export async function hearDecision(work: Work, tickets: TicketStore, event: ApprovalDecided): Promise<void> {
  const state = event.state in outcome ? outcome[event.state as keyof typeof outcome] : undefined;
  if (event.duty !== 'ticketing' || !state) return;
  await tickets.change(work, event.subjectId, '', (ticket) => {
    const decided = decideApproval(ticket, event.approvalId, state, work.now);
    if (decided !== ticket) tellAnswered(work, decided, event.approvalId, state === 'granted');
    return decided;
  });
}
