import { enumText } from '@anju/contracts';
import { TicketStateSchema, WaitReasonSchema } from '@anju/contracts/ticketing';
import { nextDue } from '../domain/clock.js';
import type { Ticket } from '../domain/ticket.js';

type Locale = 'zh' | 'en';

const say = (locale: Locale, zh: string, en: string): string => (locale === 'zh' ? zh : en);

/** How a case stands, as one would say it on the phone: its state, what it waits for, and whether a promise is late. */
export function statusText(locale: Locale, ticket: Ticket): string {
  const state = enumText(TicketStateSchema, ticket.state)[locale];
  if (ticket.waiting) return `${state} · ${enumText(WaitReasonSchema, ticket.waiting.reason)[locale]}`;
  const late = ticket.promises.some((one) => one.state === 'broken' && one.doneAt === undefined);
  if (late && nextDue(ticket)) return `${state} · ${say(locale, '已超过承诺时间', 'past its promised time')}`;
  if (ticket.state === 'resolved' && ticket.visitDueAt)
    return `${state} · ${say(locale, '等待回访', 'a visit will follow')}`;
  return state;
}
