import { DomainError } from '@anju/kernel';
import type { Ticket } from './ticket.js';

/** A photo or document that belongs to a case. */
export interface Attachment {
  readonly id: string;
  readonly ticketId: string;
  readonly estateId: string;
  readonly requesterId?: string | undefined;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly adderId: string;
  readonly addedAt: Date;
}

export const hasEnded = (ticket: Ticket): boolean =>
  ['closed', 'cancelled', 'declined'].includes(ticket.state);

/** What a case ended with is what it was judged by: its files stay as they are. */
export function requireOpenCase(ticket: Ticket): void {
  if (hasEnded(ticket)) throw new DomainError('ticketing.file_case_ended', 'conflict');
}

export const mayRemove = (ticket: Ticket, attachment: Attachment, subjectId: string): boolean =>
  attachment.adderId === subjectId && !hasEnded(ticket);

/** Nobody takes away what somebody else brought. */
export function requireOwn(attachment: Attachment, subjectId: string): void {
  if (attachment.adderId !== subjectId) throw new DomainError('ticketing.file_not_yours', 'forbidden');
}
