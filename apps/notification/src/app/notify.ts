import { newId } from '@anju/kernel';
import { SETTINGS } from '@anju/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Words } from '../domain/templates.js';
import type { NotificationSettings } from '../settings.js';
import type { Work } from '../store/database.js';
import { type NewNotice, NoticeStore } from '../store/notice.store.js';
import { RecipientStore } from '../store/recipient.store.js';
import { Sender } from './sender.js';

type Asked = Omit<NewNotice, 'id' | 'channels' | 'words'> & { readonly id?: string; readonly words: Words };

/** The same for several people. */
export type Told = Omit<Asked, 'recipientId' | 'id'>;

/** Puts a notice into somebody's inbox and, where there is a way, into the post; the sender is woken at the commit. */
@Injectable()
export class Notify {
  constructor(
    private readonly notices: NoticeStore,
    private readonly recipients: RecipientStore,
    private readonly sender: Sender,
    @Inject(SETTINGS) private readonly settings: NotificationSettings,
  ) {}

  async run(work: Work, asked: Asked): Promise<void> {
    const channels = this.settings.SMTP_URL ? (['inbox', 'email'] as const) : (['inbox'] as const);
    await this.notices.add(work, { ...asked, id: asked.id ?? newId(), channels });
    work.afterCommit(() => this.sender.wake(work.actor.tenantId));
  }

  /** Tells everybody who holds the post in the estate, but not whoever caused it. */
  async holders(
    work: Work,
    to: { post: number; estateId: string; but?: readonly string[] },
    told: Told,
  ): Promise<void> {
    for (const recipientId of await this.recipients.holders(work, to.post, to.estateId)) {
      if (!to.but?.includes(recipientId)) await this.run(work, { ...told, recipientId });
    }
  }

  /** Tells everybody who may decide: holders of the post in the estate and who stands in for them. */
  async deciders(work: Work, to: { post: number; estateId: string }, told: Told): Promise<void> {
    for (const recipientId of await this.recipients.deciders(work, to.post, to.estateId))
      await this.run(work, { ...told, recipientId });
  }

  /** Tells the one member of staff whose it is or, where it is nobody's yet, everybody who holds the post in the estate. */
  async oneOrHolders(
    work: Work,
    to: { staffId: string; post: number; estateId: string },
    told: Told,
  ): Promise<void> {
    if (to.staffId === '') return this.holders(work, to, told);
    await this.run(work, { ...told, recipientId: to.staffId });
  }
}
