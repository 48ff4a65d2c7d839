import { tellAlong } from '../domain/relations.js';
import type { Work } from '../store/database.js';
import type { TicketStore } from '../store/ticket.store.js';

/** Requesters whose cases went into this one hear what its own requester hears. */
export async function tellFollowers(
  work: Work,
  tickets: TicketStore,
  id: string,
  notice: { readonly occasion: 'progress' | 'resolved'; readonly message: string },
): Promise<void> {
  for (const merged of await tickets.mergedInto(work, id)) {
    await tickets.change(work, merged, '', (ticket, rules) => tellAlong(ticket, notice, rules, work.now));
  }
}
