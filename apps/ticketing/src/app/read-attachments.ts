import { enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import type { ListAttachmentsRequest } from '@anju/contracts/ticketing';
import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Attachment } from '../domain/attachment.js';
import type { Ticket } from '../domain/ticket.js';
import { AttachmentStore, blobKey } from '../store/attachment.store.js';
import { BlobStore } from '../store/blob-store.js';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';

/** A file with the case it belongs to, which says who may know what of it. */
export interface SeenAttachment {
  readonly attachment: Attachment;
  readonly ticket: Ticket;
}

/** What its events carry. */
export const attachmentFacts = (attachment: Attachment) => {
  const { id: attachmentId, ticketId, estateId, requesterId = '', mediaType, sizeBytes } = attachment;
  return { attachmentId, ticketId, estateId, requesterId, mediaType, sizeBytes: BigInt(sizeBytes) };
};

/** Whoever sees a case sees its files; a department sees those of a case it was asked to help with. */
@Injectable()
export class ReadAttachments {
  constructor(
    private readonly tickets: TicketStore,
    private readonly attachments: AttachmentStore,
    private readonly blobs: BlobStore,
  ) {}

  async list(work: Work, { ticketId, pageSize: size, pageToken: token }: ListAttachmentsRequest) {
    const ticket = await this.#seenCase(work, ticketId);
    const { attachments, next } = await this.attachments.page(work, ticketId, { size, token });
    return { seen: attachments.map((attachment) => ({ attachment, ticket })), next };
  }

  /** The bytes that came, or a refusal: what does not match its checksum is not given out. */
  async download(work: Work, { ticketId, id }: { readonly ticketId: string; readonly id: string }) {
    await this.#seenCase(work, ticketId);
    const ticketIds = await this.attachments.withGone(work, ticketId);
    const attachment = await this.attachments.get(work, ticketIds, id);
    const bytes = await this.blobs.get(blobKey(work, id));
    const found = bytes && createHash('sha256').update(bytes).digest('hex');
    if (!bytes || found !== attachment.sha256) throw new DomainError('ticketing.file_damaged', 'unavailable');
    return { attachment, bytes };
  }

  async #seenCase(work: Work, ticketId: string): Promise<Ticket> {
    const ticket = await this.tickets.get(work, ticketId);
    const { actor } = work;
    const asked = ticket.commitments.some(({ department }) =>
      actor.holds(enumNumber(PostSchema, department), ticket.estateId),
    );
    // A case of no concern to the department looks like none.
    if (!asked && !actor.can('ticketing.read', ticket.estateId))
      throw new DomainError('not_found', 'not_found');
    return ticket;
  }
}
