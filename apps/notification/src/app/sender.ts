import { DeliveryState, NoticeChannel, NoticeDeliveredSchema } from '@anju/contracts/notification';
import { DirectoryService } from '@anju/contracts/directory';
import { TicketingService } from '@anju/contracts/ticketing';
import { type Log, LOGGER, ServiceClients, SETTINGS } from '@anju/platform';
import { Database } from '@anju/tenancy';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { afterFailure } from '../domain/delivery.js';
import type { NotificationSettings } from '../settings.js';
import type { Work } from '../store/database.js';
import { type Due, type NoticeRow, NoticeStore } from '../store/notice.store.js';

/** Trouble that passes or stays, by a stable name; never an address or a word of the notice. */
class Undeliverable extends Error {
  constructor(
    readonly reason: string,
    readonly lasting: boolean,
  ) {
    super(reason);
  }
}

const perRound = 20;
const smtpCode = (error: unknown): number =>
  error instanceof Error ? Number(Reflect.get(error, 'responseCode') ?? 0) : 0;

/** Delivers what is queued, company by company; woken after a commit, and every five seconds by itself. */
@Injectable()
export class Sender implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #waiting = new Set<string>();
  readonly #mail: Transporter | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly notices: NoticeStore,
    private readonly services: ServiceClients,
    @Inject(SETTINGS) private readonly settings: NotificationSettings,
    @Inject(LOGGER) private readonly log: Log,
  ) {
    this.#mail = settings.SMTP_URL
      ? createTransport(settings.SMTP_URL, { from: settings.MAIL_FROM })
      : undefined;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#wakeAll(), 5_000);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#waiting.clear();
    await this.#running;
    this.#mail?.close();
  }

  wake(tenantId: string): void {
    this.#waiting.add(tenantId);
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  async #wakeAll(): Promise<void> {
    const tenants = await this.database.tenants().catch(() => []);
    for (const tenantId of tenants) this.wake(tenantId);
  }

  async #run(): Promise<void> {
    for (const tenantId of this.#waiting) {
      this.#waiting.delete(tenantId);
      try {
        const due = await this.#as(tenantId, (work) => this.notices.takeDue(work, perRound));
        await Promise.all(due.map((one) => this.#deliver(tenantId, one)));
        if (due.length === perRound) this.#waiting.add(tenantId);
      } catch (error) {
        this.log.warn({ error, tenant: tenantId }, 'deliveries will be tried again');
      }
    }
  }

  async #deliver(tenantId: string, due: Due): Promise<void> {
    try {
      const notice = await this.#withWords(
        tenantId,
        await this.#as(tenantId, (work) => this.notices.get(work, due.noticeId)),
      );
      if (due.channel === 'email') await this.#post(tenantId, notice);
      await this.#settle(tenantId, notice, due, 'delivered');
    } catch (error) {
      await this.#failed(tenantId, due, error);
    }
  }

  /** Fetches what the duty's people wrote: events carry no words. */
  async #withWords(tenantId: string, notice: NoticeRow): Promise<NoticeRow> {
    if (!notice.needsWords || !notice.sourceId) return notice;
    const { message } = await this.services
      .call(TicketingService.method.getNoticeWords, { noticeId: notice.sourceId }, tenantId)
      .catch(() => Promise.reject(new Undeliverable('words_unavailable', false)));
    await this.#as(tenantId, (work) => this.notices.setWords(work, notice.id, message));
    return { ...notice, body: message };
  }

  async #post(tenantId: string, notice: NoticeRow): Promise<void> {
    const { email } = await this.services
      .call(DirectoryService.method.getContact, { subjectId: notice.recipientId }, tenantId)
      .catch(() => Promise.reject(new Undeliverable('contact_unavailable', false)));
    if (email === '') throw new Undeliverable('no_address', true);
    // The same Message-ID each time, so that a mail sent twice after a crash can be recognised.
    const mail = { to: email, subject: notice.title, text: notice.body, messageId: `<${notice.id}@anju>` };
    await this.#mail?.sendMail(mail).catch((error: unknown) => {
      throw new Undeliverable('smtp_refused', smtpCode(error) >= 500);
    });
  }

  async #settle(
    tenantId: string,
    notice: NoticeRow,
    due: Due,
    state: 'delivered' | 'failed',
    reason = '',
  ): Promise<void> {
    await this.#as(tenantId, async (work) => {
      await this.notices.setDelivery(work, due, state, { reason });
      const { id: noticeId, subjectType, subjectId, sourceId, recipientId } = notice;
      work.tell(
        NoticeDeliveredSchema,
        {
          ...{ noticeId, subjectType, subjectId, recipientId, sourceId: sourceId ?? '' },
          channel: due.channel === 'email' ? NoticeChannel.EMAIL : NoticeChannel.INBOX,
          state: state === 'delivered' ? DeliveryState.DELIVERED : DeliveryState.FAILED,
          time: timestampFromDate(work.now),
        },
        { subject: noticeId, personId: recipientId },
      );
    });
  }

  async #failed(tenantId: string, due: Due, error: unknown): Promise<void> {
    const trouble = error instanceof Undeliverable ? error : new Undeliverable('internal', false);
    if (!(error instanceof Undeliverable)) this.log.error({ error, notice: due.noticeId }, 'delivery failed');
    const next = afterFailure(due.attempts, trouble.lasting, new Date());
    const notice = await this.#as(tenantId, (work) => this.notices.get(work, due.noticeId));
    if (next.state === 'failed') return this.#settle(tenantId, notice, due, 'failed', trouble.reason);
    await this.#as(tenantId, (work) =>
      this.notices.setDelivery(work, due, 'queued', { reason: trouble.reason, dueAt: next.dueAt }),
    );
  }

  #as<T>(tenantId: string, work: (work: Work) => Promise<T>): Promise<T> {
    return this.database.as(tenantId, (unit) => work(unit as Work));
  }
}
