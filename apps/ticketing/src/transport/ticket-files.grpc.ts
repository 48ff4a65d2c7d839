import { FileNameSchema } from '@anju/contracts/options';
import {
  type AddAttachmentRequest,
  type AttachmentSchema,
  type DownloadAttachmentRequest,
  type ListAttachmentsRequest,
  type RemoveAttachmentRequest,
  TicketFilesService,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { anyPack, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AddAttachment } from '../app/add-attachment.js';
import { ReadAttachments, type SeenAttachment } from '../app/read-attachments.js';
import { RemoveAttachment } from '../app/remove-attachment.js';
import { mayRemove } from '../domain/attachment.js';
import type { Work } from '../store/database.js';
import { mayName } from './ticket-message.js';

/** Nobody but the desk learns who asks when the requester, of this case or of one that went into it, stays unnamed. */
function adderFor(
  work: Work,
  { attachment: { adderId, requesterId, ticketId }, ticket }: SeenAttachment,
): string {
  const unnamed = adderId === requesterId && (ticket.anonymous || ticketId !== ticket.id);
  return unnamed && !mayName(work, ticket) ? '' : adderId;
}

function attachmentMessage(work: Work, seen: SeenAttachment): MessageInitShape<typeof AttachmentSchema> {
  const { id, ticketId, name, mediaType, sizeBytes, sha256, addedAt } = seen.attachment;
  return {
    ...{ id, ticketId, name, mediaType, sha256 },
    sizeBytes: BigInt(sizeBytes),
    adderId: adderFor(work, seen),
    addTime: timestampFromDate(addedAt),
    removable: mayRemove(seen.ticket, seen.attachment, work.actor.subjectId),
  };
}

@GrpcService(TicketFilesService)
export class TicketFilesGrpc {
  constructor(
    private readonly adding: AddAttachment,
    private readonly reading: ReadAttachments,
    private readonly removing: RemoveAttachment,
  ) {}

  async addAttachment(request: AddAttachmentRequest, work: Work) {
    return attachmentMessage(work, await this.adding.run(work, request));
  }

  async listAttachments(request: ListAttachmentsRequest, work: Work) {
    const { seen, next } = await this.reading.list(work, request);
    return { attachments: seen.map((one) => attachmentMessage(work, one)), nextPageToken: next };
  }

  async downloadAttachment(request: DownloadAttachmentRequest, work: Work) {
    const { attachment, bytes } = await this.reading.download(work, request);
    const called = anyPack(FileNameSchema, create(FileNameSchema, { name: attachment.name }));
    return { contentType: attachment.mediaType, data: bytes, extensions: [called] };
  }

  async removeAttachment(request: RemoveAttachmentRequest, work: Work) {
    return attachmentMessage(work, await this.removing.run(work, request));
  }
}
