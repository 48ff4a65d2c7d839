import { DeliveryState, NoticeChannel, NoticeDeliveredSchema } from '@anju/contracts/notification';
import { DirectoryService } from '@anju/contracts/directory';
import { TicketingService } from '@anju/contracts/ticketing';
import { isNotFound, type Log, LOGGER, ServiceClients } from '@anju/platform';
import { Database } from '@anju/tenancy';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { afterFailure, Undeliverable } from '../domain/delivery.js';
import type { Work } from '../store/database.js';
import { type Channel, type Due, type NoticeRow, NoticeStore } from '../store/notice.store.js';
import { Lane } from './lane.js';
import { Mail } from './mail.js';

const perRound = 20;
const sweep = 5_000;

const channelNumber = { inbox: NoticeChannel.INBOX, email: NoticeChannel.EMAIL } as const;

/** A neighbour that does not know the thing will not learn of it; one that does not answer may do so later. */
const troubleAt =
  (place: string) =>
  (error: unknown): never => {
    throw isNotFound(error)
      ? new Undeliverable(`${place}_unknown`, true)
      : new Undeliverable(`${place}_unavailable`, false);
  };

/** Delivers what is queued, company by company; woken after a commit, and every five seconds by itself. */
@Injectable()
export class Sender implements OnApplicationBootstrap, OnApplicationShutdown {
  // One lane a channel: a slow mail server must not keep the inbox waiting.
  readonly #lanes = [this.#lane('inbox'), this.#lane('email')];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly notices: NoticeStore,
    private readonly services: ServiceClients,
    private readonly mail: Mail,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#wakeAll(), sweep);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }

  wake(tenantId: string): void {
    for (const lane of this.#lanes) lane.wake(tenantId);
  }

  async #wakeAll(): Promise<void> {
    const tenants = await this.database.tenants().catch(() => []);
    for (const tenantId of tenants) this.wake(tenantId);
  }

  #lane(channel: Channel): Lane {
    return new Lane(async (tenantId) => {
      try {
        const due = await this.#as(tenantId, (work) => this.notices.takeDue(work, channel, perRound));
        await Promise.all(due.map((one) => this.#deliver(tenantId, one)));
        return due.length === perRound;
      } catch (error) {
        this.log.warn({ error, tenant: tenantId }, 'deliveries will be tried again');
        return false;
      }
    });
  }

  async #deliver(tenantId: string, due: Due): Promise<void> {
    const stored = await this.#as(tenantId, (work) => this.notices.get(work, due.noticeId));
    // Stopped since it was taken: whoever took note is not to be told by mail all the same.
    if (!stored.deliveries.some(({ channel, state }) => channel === due.channel && state === 'queued'))
      return;
    try {
      const notice = await this.#withWords(tenantId, stored);
      if (due.channel === 'email') await this.#post(tenantId, notice);
      await this.#settle(tenantId, notice, due, { state: 'delivered', reason: '' });
    } catch (error) {
      await this.#failed(tenantId, stored, due, error);
    }
  }

  /** Fetches what the duty's people wrote: events carry no words. */
  async #withWords(tenantId: string, notice: NoticeRow): Promise<NoticeRow> {
    if (!notice.needsWords || !notice.sourceId) return notice;
    const { message } = await this.services
      .call(TicketingService.method.getNoticeWords, { noticeId: notice.sourceId }, tenantId)
      .catch(troubleAt('words'));
    await this.#as(tenantId, (work) => this.notices.setWords(work, notice.id, message));
    return { ...notice, body: message };
  }

  async #post(tenantId: string, { id: noticeId, recipientId, title, body }: NoticeRow): Promise<void> {
    const { email: to } = await this.services
      .call(DirectoryService.method.getContact, { subjectId: recipientId }, tenantId)
      .catch(troubleAt('contact'));
    await this.mail.send({ noticeId, to, title, body });
  }

  /** Ends a delivery and tells it; when somebody else ended it meanwhile, that was told already. */
  async #settle(
    tenantId: string,
    notice: NoticeRow,
    due: Due,
    end: { state: 'delivered' | 'failed'; reason: string },
  ): Promise<void> {
    await this.#as(tenantId, async (work) => {
      if (!(await this.notices.settle(work, due, end))) return;
      const { id: noticeId, subjectType, subjectId, sourceId, recipientId } = notice;
      const event = {
        ...{ noticeId, subjectType, subjectId, recipientId, sourceId: sourceId ?? '' },
        channel: channelNumber[due.channel],
        state: end.state === 'delivered' ? DeliveryState.DELIVERED : DeliveryState.FAILED,
        time: timestampFromDate(work.now),
      };
      work.tell(NoticeDeliveredSchema, event, { subject: noticeId, personId: recipientId });
    });
  }

  async #failed(tenantId: string, notice: NoticeRow, due: Due, error: unknown): Promise<void> {
    const trouble = error instanceof Undeliverable ? error : new Undeliverable('internal', false);
    if (!(error instanceof Undeliverable)) this.log.error({ error, notice: due.noticeId }, 'delivery failed');
    const { reason, lasting } = trouble;
    const next = afterFailure(due.attempts, lasting, new Date());
    if (next.state === 'failed') return this.#settle(tenantId, notice, due, { state: 'failed', reason });
    await this.#as(tenantId, (work) => this.notices.postpone(work, due, reason, next.dueAt));
  }

  #as<T>(tenantId: string, work: (work: Work) => Promise<T>): Promise<T> {
    return this.database.as(tenantId, (unit) => work(unit as Work));
  }
}
