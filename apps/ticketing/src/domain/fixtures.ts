import { chinaCalendar, DomainError } from '@anju/kernel';
import { defaultPolicy, type Policy } from './policy.js';
import type { Rules } from './promises.js';
import { record, type Recording } from './steps.js';
import type { Ticket } from './ticket.js';

const office = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:30' },
];

/** Shanghai's clock, `2026-03-02 09:00`; that day is a Monday. */
export const beijing = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** The built-in policy on office hours, with what a test wants otherwise; ids count up. */
export function someRules(change: Partial<Policy> = {}): Rules {
  let last = 0;
  const week = { 1: office, 2: office, 3: office, 4: office, 5: office };
  return {
    policy: { ...defaultPolicy, ...change },
    calendar: chinaCalendar(week),
    newId: () => `id${++last}`,
  };
}

/** A complaint by a known owner, recorded on Monday 09:00. */
export function aTicket(
  rules: Rules,
  change: Partial<Recording> = {},
  at = beijing('2026-03-02 09:00'),
): Ticket {
  const given: Recording = {
    ...{ id: '01970000-0000-7000-8000-000000000001', number: 'LH-2026-000001', kind: 'complaint' },
    ...{ channel: 'phone', estateId: 'estate', unitId: 'unit', requesterId: 'owner', anonymous: false },
    ...{
      category: 'noise',
      place: '',
      subject: '噪音',
      description: '',
      impact: 'household',
      urgency: 'normal',
    },
    ...{ recorderId: 'recorder', ...change },
  };
  return record(given, rules, at);
}

/** Every notice reached the requester. */
export const delivered = (ticket: Ticket, at: Date): Ticket => ({
  ...ticket,
  notices: ticket.notices.map((one) => ({ ...one, deliveredAt: one.deliveredAt ?? at })),
});

/** The stable name of the rule that refuses, or that none does. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'not refused';
}
