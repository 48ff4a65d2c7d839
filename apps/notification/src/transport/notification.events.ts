import { enumName } from '@anju/contracts';
import { type EstateChanged, EstateChangedSchema } from '@anju/contracts/directory';
import {
  PromiseKindSchema,
  type RequesterNoticeRequested,
  RequesterNoticeRequestedSchema,
} from '@anju/contracts/ticketing';
import { EventHandlers, On } from '@anju/messaging';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Notify } from '../app/notify.js';
import { recorded, templates, type Words } from '../domain/templates.js';
import type { Work } from '../store/database.js';
import { RecipientStore } from '../store/recipient.store.js';

/** What the requester of a case is told. */
@EventHandlers()
export class NotificationEvents {
  constructor(
    private readonly notify: Notify,
    private readonly recipients: RecipientStore,
  ) {}

  @On(EstateChangedSchema)
  async estateChanged(event: EstateChanged, work: Work): Promise<void> {
    await this.recipients.keepEstate(work, event);
  }

  @On(RequesterNoticeRequestedSchema)
  async requesterNoticeRequested(event: RequesterNoticeRequested, work: Work): Promise<void> {
    if (event.requesterId === '') return;
    const words = await this.#requesterWords(event, work);
    const { noticeId: sourceId, requesterId: recipientId, ticketId: subjectId, occasion } = event;
    const asked = { subjectType: 'ticket', subjectId, sourceId, recipientId, template: occasion, words };
    await this.notify.run(work, { ...asked, needsWords: words.body === '' });
  }

  async #requesterWords(event: RequesterNoticeRequested, work: Work): Promise<Words> {
    if (event.occasion === 'progress') return templates.progress(event.number);
    if (event.occasion === 'resolved') return templates.resolved(event.number);
    if (event.occasion === 'message') return templates.message(event.number);
    const promises = event.promises.map(({ kind, dueTime }) => ({
      kind: enumName(PromiseKindSchema, kind),
      dueAt: dueTime ? timestampDate(dueTime) : work.now,
    }));
    return recorded(event.number, promises, await this.recipients.zoneOf(work, event.estateId));
  }
}
