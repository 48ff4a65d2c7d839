import type { Ticket } from './ticket.js';

/**
 * A notice reached the requester, or every try of one channel failed. The first proof counts and stays; a failure is
 * kept only while nothing better is known. Deadlines are told by the notice that lists them: that of the recording, or of
 * the case being taken up again.
 */
export function noticeDelivered(ticket: Ticket, noticeId: string, arrived: boolean, at: Date): Ticket {
  const notice = ticket.notices.find(({ id }) => id === noticeId);
  if (!notice || notice.deliveredAt || (!arrived && notice.failedAt)) return ticket;
  const now = arrived ? { ...notice, deliveredAt: at, failedAt: undefined } : { ...notice, failedAt: at };
  const told = arrived && notice.occasion === 'recorded';
  return {
    ...ticket,
    notices: ticket.notices.map((one) => (one === notice ? now : one)),
    promises: told
      ? ticket.promises.map((one) => (one.toldAt || one.state !== 'open' ? one : { ...one, toldAt: at }))
      : ticket.promises,
  };
}
