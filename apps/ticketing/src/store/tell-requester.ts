import { enumNumber } from '@anju/contracts';
import {
  RequesterNoticeRequestedSchema,
  TicketWaitingSchema,
  WaitReasonSchema,
} from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { isActive, type Promised, type Ticket } from '../domain/ticket.js';
import type { Work } from './database.js';
import { about, fact } from './tell-clocks.js';

/** Deadlines that still run. */
export const contractPromises = (promises: readonly Promised[]) =>
  promises.filter(({ state }) => state === 'open').map(fact);

/** Asks notification to deliver what the requester is newly told. */
export function tellNewNotices(work: Work, before: Ticket | undefined, after: Ticket): void {
  const { id: ticketId, number, estateId, requesterId = '' } = after;
  for (const { id: noticeId, occasion, message } of after.notices.slice(before?.notices.length ?? 0)) {
    const deadlines = occasion === 'recorded' || occasion === 'progress';
    const promises = deadlines ? contractPromises(after.promises) : [];
    const event = { noticeId, ticketId, number, estateId, requesterId, occasion, promises };
    work.tell(RequesterNoticeRequestedSchema, event, about(after, message));
  }
}

/** Work stopped, or goes on; deadlines are told as they stand then. */
function tellWaiting(work: Work, before: Ticket, after: Ticket): void {
  const { waiting } = after;
  if (before.waiting?.since.getTime() === waiting?.since.getTime() || (!waiting && !isActive(after))) return;
  const { id: ticketId, number, estateId, requesterId = '', promises } = after;
  const reason = enumNumber(WaitReasonSchema, waiting?.reason ?? '');
  const time = timestampFromDate(waiting?.since ?? after.stateSince);
  const event = {
    ticketId,
    number,
    estateId,
    requesterId,
    reason,
    promises: contractPromises(promises),
    time,
  };
  work.tell(TicketWaitingSchema, event, about(after, waiting?.note));
}

/** What concerns the requester, whoever or whatever caused it. */
export function tellRequester(work: Work, before: Ticket, after: Ticket): void {
  tellWaiting(work, before, after);
  tellNewNotices(work, before, after);
}
