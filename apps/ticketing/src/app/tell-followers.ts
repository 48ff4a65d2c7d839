import { tellAlong } from '../domain/relations.js';
import type { Work } from '../store/database.js';
import type { Gone } from '../store/ticket-rows.js';
import type { TicketStore } from '../store/ticket.store.js';

/** Requesters whose cases went into this one hear what its own requester hears. */
export async function tellFollowers(
  work: Work,
  tickets: TicketStore,
  gone: readonly Gone[],
  notice: { readonly occasion: 'progress' | 'resolved'; readonly message: string },
): Promise<void> {
  for (const { id, state } of gone)
    if (state === 'merged')
      await tickets.change(work, id, '', (ticket, rules) => tellAlong(ticket, notice, rules, work.now));
}
