import { SETTINGS } from '@anju/platform';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { isMailbox, oneLine, Undeliverable } from '../domain/delivery.js';
import type { NotificationSettings } from '../settings.js';

interface Letter {
  readonly noticeId: string;
  readonly to: string;
  readonly title: string;
  readonly body: string;
}

// Shorter in all than the minute for which a delivery is one sender's own.
const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 15_000 };

const read = (error: unknown, name: 'responseCode' | 'command' | 'code'): unknown =>
  error instanceof Error ? Reflect.get(error, name) : undefined;

/**
 * Whether the server refused this mail for good. A 5xx to signing in or to the greeting is the server's trouble or our
 * own settings', and no reason to give the mail up.
 */
const isLasting = (error: unknown): boolean =>
  Number(read(error, 'responseCode') ?? 0) >= 500 &&
  ['RCPT TO', 'DATA'].includes(String(read(error, 'command')));

/** Hands mail to the SMTP server; plain text only. */
@Injectable()
export class Mail implements OnApplicationShutdown {
  readonly #server: Transporter | undefined;

  constructor(@Inject(SETTINGS) { SMTP_URL: url, MAIL_FROM: from }: NotificationSettings) {
    this.#server = url ? createTransport({ url, ...timeouts }, { from }) : undefined;
  }

  onApplicationShutdown(): void {
    this.#server?.close();
  }

  /** @throws Undeliverable */
  async send({ noticeId, to, title, body }: Letter): Promise<void> {
    if (!this.#server) throw new Undeliverable('no_mail_server', false);
    if (to === '') throw new Undeliverable('no_address', true);
    if (!isMailbox(to)) throw new Undeliverable('bad_address', true);
    const mail = {
      to: { name: '', address: to },
      subject: oneLine(title),
      text: body,
      // The same each time, so that a mail sent twice after a crash can be recognised.
      messageId: `<${noticeId}@anju>`,
    };
    await this.#server.sendMail(mail).catch((error: unknown) => {
      throw isLasting(error)
        ? new Undeliverable('smtp_refused', true)
        : new Undeliverable(read(error, 'responseCode') ? 'smtp_deferred' : 'smtp_unreachable', false);
    });
  }
}
