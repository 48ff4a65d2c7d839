import { AttachmentRemovedSchema, type RemoveAttachmentRequest } from '@anju/contracts/ticketing';
import { type Log, LOGGER } from '@anju/platform';
import { Inject, Injectable } from '@nestjs/common';
import { requireOpenCase, requireOwn } from '../domain/attachment.js';
import { AttachmentStore, blobKey } from '../store/attachment.store.js';
import { BlobStore } from '../store/blob-store.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { attachmentFacts, type SeenAttachment } from './read-attachments.js';

/** Who added a file takes it back while the case is open; that it was there stays told. */
@Injectable()
export class RemoveAttachment {
  constructor(
    private readonly attachments: AttachmentStore,
    private readonly blobs: BlobStore,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async run(work: Work, { ticketId, id }: RemoveAttachmentRequest): Promise<SeenAttachment> {
    const ticket = await this.attachments.holdCase(work, ticketId);
    work.actor.require('ticketing.attach', ticket.estateId);
    const attachment = await this.attachments.get(work, [ticketId], id);
    requireOpenCase(ticket);
    requireOwn(attachment, work.actor.subjectId);
    await this.attachments.remove(work, id);
    work.tell(AttachmentRemovedSchema, attachmentFacts(attachment), about(ticket));
    // Row first: bytes that cannot be removed now are swept later.
    const key = blobKey(work, id);
    work.afterCommit(() => {
      this.blobs
        .remove(key)
        .catch((error: unknown) => this.log.warn({ error }, 'a file is left to the sweep'));
    });
    return { attachment, ticket };
  }
}
