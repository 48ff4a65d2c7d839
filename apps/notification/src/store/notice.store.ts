import { DomainError } from '@anju/kernel';
import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Words } from '../domain/templates.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';

const withDeliveries = { deliveries: { orderBy: { channel: 'desc' } } } as const;
export type NoticeRow = Prisma.NoticeGetPayload<{ include: typeof withDeliveries }>;

export type Channel = 'inbox' | 'email';

export interface NewNotice {
  readonly id: string;
  readonly recipientId: string;
  readonly template: string;
  readonly words: Words;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly sourceId?: string;
  readonly needsWords?: boolean;
  readonly channels: readonly Channel[];
}

export interface Due {
  readonly noticeId: string;
  readonly channel: Channel;
  readonly attempts: number;
}

@Injectable()
export class NoticeStore {
  /** Adds a notice and what is to be delivered of it. */
  async add(
    work: Work,
    { channels, words, sourceId, needsWords = false, ...notice }: NewNotice,
  ): Promise<void> {
    const { tenantId } = work.actor;
    const data = {
      ...notice,
      ...words,
      tenantId,
      sourceId: sourceId ?? null,
      needsWords,
      createdAt: work.now,
    };
    await work.tx.notice.create({ data });
    const { id: noticeId, recipientId } = notice;
    const queued = { state: 'queued', reason: '', attempts: 0, dueAt: new Date(), changedAt: work.now };
    await work.tx.delivery.createMany({
      data: channels.map((channel) => ({ ...queued, tenantId, noticeId, recipientId, channel })),
    });
  }

  /** The caller's own, newest first. One whose words are still to be fetched does not show yet, a stopped one never. */
  async list(
    work: Work,
    unread: boolean,
    size: number,
    token: string,
  ): Promise<{ notices: NoticeRow[]; next: string }> {
    const [before] = (decodePage(token, unread) ?? [undefined]) as [string | undefined];
    const limit = pageSize(size);
    const { tenantId, subjectId: recipientId } = work.actor;
    const rows = await work.tx.notice.findMany({
      where: {
        tenantId,
        recipientId,
        OR: [{ needsWords: false }, { deliveries: { some: { channel: 'inbox', state: 'failed' } } }],
        NOT: { deliveries: { some: { channel: 'inbox', state: 'stopped' } } },
        ...(before ? { id: { lt: before } } : {}),
        ...(unread ? { readAt: null } : {}),
      },
      orderBy: { id: 'desc' },
      take: limit + 1,
      include: withDeliveries,
    });
    const notices = rows.slice(0, limit);
    return { notices, next: rows.length > limit ? encodePage([notices.at(-1)?.id], unread) : '' };
  }

  async get(work: Work, id: string): Promise<NoticeRow> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    const row = await work.tx.notice.findUnique({ where, include: withDeliveries });
    if (!row) throw new DomainError('not_found', 'not_found');
    return row;
  }

  async markRead(work: Work, id: string): Promise<void> {
    const { tenantId } = work.actor;
    await work.tx.notice.updateMany({ where: { tenantId, id, readAt: null }, data: { readAt: work.now } });
    // One that is still queued stays so: its arrival is yet to be told.
    const inbox = { tenantId, noticeId: id, channel: 'inbox', state: 'delivered' };
    await work.tx.delivery.updateMany({ where: inbox, data: { state: 'read', changedAt: work.now } });
  }

  /** Takes some due deliveries for one sender; another sender passes them by for a minute. */
  async takeDue(work: Work, channel: Channel, limit: number): Promise<Due[]> {
    return work.tx.$queryRaw<Due[]>`
      UPDATE delivery SET attempts = attempts + 1, due_at = clock_timestamp() + interval '1 minute'
      WHERE tenant_id = anju_tenant() AND channel = ${channel} AND notice_id IN (
        SELECT notice_id FROM delivery WHERE tenant_id = anju_tenant() AND channel = ${channel}
          AND state = 'queued' AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING notice_id::text AS "noticeId", channel, attempts`;
  }

  /**
   * Ends a delivery that is still queued; what was read before it was proved to have arrived is read then. A mail that
   * was on its way when it was stopped did arrive, and that is what is kept.
   * @returns whether it was this call that ended it
   */
  async settle(
    work: Work,
    { noticeId, channel }: Due,
    { state, reason }: { state: 'delivered' | 'failed'; reason: string },
  ): Promise<boolean> {
    const changed = await work.tx.$executeRaw`
      UPDATE delivery d SET reason = ${reason}, changed_at = ${work.now}, state = CASE
        WHEN ${state} = 'delivered' AND d.channel = 'inbox' AND n.read_at IS NOT NULL THEN 'read' ELSE ${state} END
      FROM (SELECT read_at FROM notice WHERE tenant_id = anju_tenant() AND id = ${noticeId}::uuid FOR UPDATE) n
      WHERE d.tenant_id = anju_tenant() AND d.notice_id = ${noticeId}::uuid AND d.channel = ${channel}
        AND (d.state = 'queued' OR (d.state = 'stopped' AND d.channel = 'email' AND ${state} = 'delivered'))`;
    return changed === 1;
  }

  /** Leaves a delivery queued for later, saying why. */
  async postpone(work: Work, { noticeId, channel }: Due, reason: string, dueAt: Date): Promise<void> {
    const where = { tenantId: work.actor.tenantId, noticeId, channel, state: 'queued' };
    await work.tx.delivery.updateMany({ where, data: { reason, dueAt, changedAt: work.now } });
  }

  async setWords(work: Work, id: string, body: string): Promise<void> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    await work.tx.notice.update({ where, data: { body, needsWords: false } });
  }

  /**
   * Stops what is still queued of these requests: somebody took note. What was delivered or opened stays, and one whose
   * request has not been heard yet is remembered, so that nothing is sent when it is.
   */
  async stop(work: Work, sourceIds: readonly string[]): Promise<void> {
    await work.tx.$executeRaw`
      UPDATE delivery d SET state = 'stopped', changed_at = ${work.now} FROM notice n
      WHERE n.tenant_id = anju_tenant() AND n.source_id = ANY (${[...sourceIds]}::uuid[]) AND n.read_at IS NULL
        AND d.tenant_id = n.tenant_id AND d.notice_id = n.id AND d.state = 'queued'`;
    await work.tx.$executeRaw`
      INSERT INTO noted_source (tenant_id, source_id)
      SELECT anju_tenant(), noted FROM unnest(${[...sourceIds]}::uuid[]) noted
      WHERE NOT EXISTS (SELECT 1 FROM notice WHERE tenant_id = anju_tenant() AND source_id = noted)
      ON CONFLICT DO NOTHING`;
  }

  /** Whether somebody took note of it before it was heard; asked once, and then forgotten. */
  async wasNoted(work: Work, sourceId: string): Promise<boolean> {
    const gone = await work.tx
      .$executeRaw`DELETE FROM noted_source WHERE tenant_id = anju_tenant() AND source_id = ${sourceId}::uuid`;
    return gone > 0;
  }
}
