import { type ApprovalDecided, ApprovalState } from '@anju/contracts/leadership';
import { decideApproval } from '../domain/steps.js';
import type { Work } from '../store/database.js';
import type { TicketStore } from '../store/ticket.store.js';

const outcome = {
  [ApprovalState.GRANTED]: 'granted',
  [ApprovalState.REFUSED]: 'refused',
  [ApprovalState.RETURNED]: 'returned',
} as const;

/** Article 7(4): leadership's answer comes back to the case; who decided and why can be read there. */
export async function hearDecision(work: Work, tickets: TicketStore, event: ApprovalDecided): Promise<void> {
  const state = event.state in outcome ? outcome[event.state as keyof typeof outcome] : undefined;
  if (event.duty !== 'ticketing' || !state) return;
  await tickets.change(work, event.subjectId, '', (ticket) =>
    decideApproval(ticket, event.approvalId, state, work.now),
  );
}
