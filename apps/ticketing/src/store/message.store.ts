import { newId } from '@anju/kernel';
import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Ticket } from '../domain/ticket.js';
import type { Work } from './database.js';

export interface Said {
  readonly id: string;
  readonly ticketId: string;
  readonly text: string;
  readonly internal: boolean;
  readonly authorKind: string;
  readonly authorId: string;
  readonly at: Date;
}

export interface Viewer {
  readonly staffId: string;
  readonly editing: boolean;
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What was said about cases, and who has one before them. */
@Injectable()
export class MessageStore {
  async add(work: Work, ticket: Ticket, text: string, internal: boolean): Promise<Said> {
    const { kind: authorKind, subjectId: authorId } = work.actor;
    const said = { id: newId(), ticketId: ticket.id, text, internal, authorKind, authorId, at: work.now };
    await work.tx.$executeRaw`
      INSERT INTO ticket_message (tenant_id, id, ticket_id, estate_id, requester_id, internal, author_kind, author_id, text, at)
      VALUES (anju_tenant(), ${said.id}::uuid, ${ticket.id}::uuid, ${ticket.estateId}::uuid,
              ${ticket.requesterId ?? null}::uuid, ${internal}, ${authorKind}, ${authorId}::uuid, ${text}, ${work.now})`;
    return said;
  }

  /** Newest first; what was said in cases that went into this one is part of it. */
  async list(work: Work, ticketId: string, size: number, token: string) {
    const [before] = (decodePage(token, ticketId) ?? [lastId]) as [string];
    const limit = pageSize(size);
    const rows = await work.tx.$queryRaw<Said[]>`
      SELECT id::text, ticket_id::text AS "ticketId", text, internal, author_kind AS "authorKind",
             author_id::text AS "authorId", at
      FROM ticket_message WHERE tenant_id = anju_tenant() AND id < ${before}::uuid
        AND (ticket_id = ${ticketId}::uuid OR ticket_id IN (
          SELECT t.id FROM ticket t WHERE t.tenant_id = anju_tenant() AND t.merged_into_id = ${ticketId}::uuid))
      ORDER BY ticket_message.id DESC LIMIT ${limit + 1}`;
    const messages = rows.slice(0, limit);
    const last = messages.at(-1);
    return { messages, next: rows.length > limit && last ? encodePage([last.id], ticketId) : '' };
  }

  /** Notes that somebody has the case before them; answers who else had it within the last 45 seconds. */
  async touch(work: Work, ticket: Ticket, editing: boolean): Promise<Viewer[]> {
    const { subjectId } = work.actor;
    await work.tx.$executeRaw`
      INSERT INTO ticket_presence (tenant_id, ticket_id, estate_id, staff_id, editing, seen_at)
      VALUES (anju_tenant(), ${ticket.id}::uuid, ${ticket.estateId}::uuid, ${subjectId}::uuid, ${editing}, ${work.now})
      ON CONFLICT (tenant_id, ticket_id, staff_id) DO UPDATE SET editing = excluded.editing, seen_at = excluded.seen_at`;
    const since = new Date(work.now.getTime() - 45_000);
    return work.tx.$queryRaw<Viewer[]>`
      SELECT staff_id::text AS "staffId", editing FROM ticket_presence
      WHERE tenant_id = anju_tenant() AND ticket_id = ${ticket.id}::uuid AND staff_id <> ${subjectId}::uuid
        AND seen_at > ${since} ORDER BY seen_at DESC LIMIT 50`;
  }
}
