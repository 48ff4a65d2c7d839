import { DomainError } from '@anju/kernel';
import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Attachment } from '../domain/attachment.js';
import type { Ticket } from '../domain/ticket.js';
import type { TicketFile } from '../generated/prisma/client.js';
import { blobPrefix } from './blob-store.js';
import type { Work } from './database.js';
import { lockTickets } from './ticket-rows.js';
import { TicketStore } from './ticket.store.js';

const nilId = '00000000-0000-0000-0000-000000000000';

const toAttachment = ({ tenantId: _, requesterId, ...row }: TicketFile): Attachment => ({
  ...row,
  requesterId: requesterId ?? undefined,
});

/** Where the bytes of a file lie. */
export const blobKey = ({ actor }: Work, id: string): string => blobPrefix(actor.tenantId) + id;

@Injectable()
export class AttachmentStore {
  constructor(private readonly tickets: TicketStore) {}

  /** The case, held until the work ends: it neither ends nor fills up while a file comes in. */
  async holdCase(work: Work, ticketId: string): Promise<Ticket> {
    await lockTickets(work, [ticketId]);
    return this.tickets.get(work, ticketId);
  }

  async held(work: Work, ticketId: string): Promise<{ count: number; bytes: number }> {
    const { _count, _sum } = await work.tx.ticketFile.aggregate({
      where: { tenantId: work.actor.tenantId, ticketId },
      _count: true,
      _sum: { sizeBytes: true },
    });
    return { count: _count, bytes: _sum.sizeBytes ?? 0 };
  }

  async add(work: Work, attachment: Attachment): Promise<void> {
    const requesterId = attachment.requesterId ?? null;
    await work.tx.ticketFile.create({
      data: { ...attachment, requesterId, tenantId: work.actor.tenantId },
    });
  }

  /** Of one of these cases. */
  async get(work: Work, ticketIds: readonly string[], id: string): Promise<Attachment> {
    const row = await work.tx.ticketFile.findFirst({
      where: { tenantId: work.actor.tenantId, ticketId: { in: [...ticketIds] }, id },
    });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toAttachment(row);
  }

  async remove(work: Work, id: string): Promise<void> {
    await work.tx.ticketFile.delete({ where: { tenantId_id: { tenantId: work.actor.tenantId, id } } });
  }

  /** The case and what went into it, whose files are read there. */
  async withGone({ tx }: Work, ticketId: string): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM ticket WHERE tenant_id = anju_tenant() AND merged_into_id = ${ticketId}::uuid`;
    return [ticketId, ...rows.map(({ id }) => id)];
  }

  /** Oldest first; ids grow with time. */
  async page(
    work: Work,
    ticketId: string,
    { size, token }: { readonly size: number; readonly token: string },
  ): Promise<{ attachments: Attachment[]; next: string }> {
    const [after = nilId] = (decodePage(token, ticketId) ?? []) as string[];
    const limit = pageSize(size);
    const ticketIds = await this.withGone(work, ticketId);
    const rows = await work.tx.ticketFile.findMany({
      where: { tenantId: work.actor.tenantId, ticketId: { in: ticketIds }, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    const attachments = rows.slice(0, limit).map(toAttachment);
    const next = rows.length > limit ? encodePage([attachments.at(-1)?.id], ticketId) : '';
    return { attachments, next };
  }

  /** Which of these ids have a row. */
  async known(work: Work, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await work.tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM ticket_file WHERE tenant_id = anju_tenant() AND id::text = ANY (${[...ids]}::text[])`;
    return new Set(rows.map(({ id }) => id));
  }
}
