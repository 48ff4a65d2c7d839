import { DeliveryState, type NoticeDelivered } from '@anju/contracts/notification';
import { noticeDelivered } from '../domain/delivery.js';
import type { Work } from '../store/database.js';
import type { TicketStore } from '../store/ticket.store.js';

/** Article 7(1) and (5): proof that the requester was told, by the first channel that delivers. */
export async function hearDelivery(work: Work, tickets: TicketStore, event: NoticeDelivered): Promise<void> {
  if (event.subjectType !== 'ticket' || event.sourceId === '') return;
  const arrived = event.state === DeliveryState.DELIVERED;
  await tickets.change(work, event.subjectId, '', (ticket) =>
    noticeDelivered(ticket, event.sourceId, arrived, work.now),
  );
}
