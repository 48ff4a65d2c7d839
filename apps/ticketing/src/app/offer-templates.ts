import { enumText } from '@anju/contracts';
import { TicketStateSchema } from '@anju/contracts/ticketing';
import { Injectable } from '@nestjs/common';
import { type AnswerTemplate, dueToSay, filledIn, fitting } from '../domain/answer-template.js';
import { concerns } from '../domain/desk-setting.js';
import type { Ticket } from '../domain/ticket.js';
import { AnswerTemplateStore } from '../store/answer-template.store.js';
import type { Work } from '../store/database.js';
import { DirectoryProjection } from '../store/directory.projection.js';
import { TicketStore } from '../store/ticket.store.js';

const languages = { zh: 'zh-CN', en: 'en-GB' } as const;
const noDue = { zh: '(未定)', en: '(not set)' } as const;

/** A moment as people say it where the estate is. */
const spoken = (locale: Work['locale'], zone: string, at: Date): string =>
  new Intl.DateTimeFormat(languages[locale], {
    ...{ timeZone: zone, month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
  }).format(at);

/** Templates as the desk sees them. */
@Injectable()
export class OfferTemplates {
  constructor(
    private readonly templates: AnswerTemplateStore,
    private readonly tickets: TicketStore,
    private readonly directory: DirectoryProjection,
  ) {}

  /** All within reach, or those that fit a case, filled in with what is true of it now. */
  async run(work: Work, ticketId: string, occasion: string): Promise<AnswerTemplate[]> {
    const all = await this.templates.list(work);
    const asked = all.filter((one) => occasion === '' || one.occasion === occasion);
    const reach = work.actor.estates('ticketing.use_templates');
    if (ticketId === '') return asked.filter((one) => concerns(one, reach));
    const ticket = await this.tickets.get(work, ticketId);
    const rules = await this.tickets.rules(work, ticket);
    const words = await this.#words(work, ticket);
    return fitting(asked, ticket, rules, work.now).map((one) => ({
      ...one,
      body: filledIn(one.body, words),
    }));
  }

  async #words(work: Work, ticket: Ticket) {
    const { number, subject } = ticket;
    const { zone } = await this.directory.estate(work, ticket.estateId);
    const due = dueToSay(ticket);
    return {
      ...{ number, subject, state: enumText(TicketStateSchema, ticket.state)[work.locale] },
      due: due ? spoken(work.locale, zone, due) : noDue[work.locale],
    };
  }
}
