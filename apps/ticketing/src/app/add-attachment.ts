import { type AddAttachmentRequest, AttachmentAddedSchema } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type Attachment, requireOpenCase } from '../domain/attachment.js';
import { judgeFile, requireRoom } from '../domain/file-rules.js';
import { requesterCame } from '../domain/waiting.js';
import { AttachmentStore, blobKey } from '../store/attachment.store.js';
import { BlobStore } from '../store/blob-store.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { TicketStore } from '../store/ticket.store.js';
import { attachmentFacts, type SeenAttachment } from './read-attachments.js';

/** Staff or the requester add a photo or a document to the case. */
@Injectable()
export class AddAttachment {
  constructor(
    private readonly attachments: AttachmentStore,
    private readonly blobs: BlobStore,
    private readonly tickets: TicketStore,
  ) {}

  async run(work: Work, { ticketId, name, file }: AddAttachmentRequest): Promise<SeenAttachment> {
    const ticket = await this.attachments.holdCase(work, ticketId);
    const { id, estateId, requesterId } = ticket;
    work.actor.require('ticketing.attach', estateId);
    requireOpenCase(ticket);
    const bytes = file?.data ?? new Uint8Array();
    const judged = judgeFile({ name, declared: file?.contentType ?? '', bytes });
    requireRoom(await this.attachments.held(work, id), bytes.length);
    const attachment: Attachment = {
      ...{ ...judged, id: newId(), ticketId: id, estateId, requesterId },
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      adderId: work.actor.subjectId,
      addedAt: work.now,
    };
    // Bytes first: should the transaction fail they are swept later, while a row would promise what is not there.
    await this.blobs.put(blobKey(work, attachment.id), bytes);
    await this.attachments.add(work, attachment);
    if (work.actor.kind === 'resident')
      await this.tickets.change(work, id, '', (before, rules) => requesterCame(before, rules, work.now));
    work.tell(AttachmentAddedSchema, attachmentFacts(attachment), about(ticket));
    return { attachment, ticket };
  }
}
