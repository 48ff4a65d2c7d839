import { addWorkingTime, always, type BusinessCalendar } from '@anju/kernel';
import type { TicketKind, Urgency } from './ticket.js';

export type PromiseKind = 'own' | 'first_response' | 'progress' | 'resolution';

/** Limits in working minutes. */
export type Limits = Readonly<Record<PromiseKind | 'commitment', number>>;

/** One published version of the time limits; every case keeps the version that judged it. */
export interface Policy {
  readonly version: string;
  readonly limits: Readonly<Record<TicketKind, Limits>>;
  /** Of the limits above, by urgency. */
  readonly share: Readonly<Record<'low' | 'normal' | 'high', number>>;
  /** Emergencies have limits of their own, counted day and night. */
  readonly emergency: Limits;
  /** Days within which a closed case may be taken up again. */
  readonly reopenDays: number;
  /** Attempts after which a visit that reached nobody is enough. */
  readonly visitAttempts: number;
}

const hour = 60;
const day = 8 * hour;

/** What holds until planning publishes a version of its own. */
export const defaultPolicy: Policy = {
  version: '2026-1',
  limits: {
    enquiry: { own: 30, first_response: 4 * hour, progress: day, resolution: 2 * day, commitment: day },
    complaint: {
      own: 30,
      first_response: 2 * hour,
      progress: 2 * day,
      resolution: 5 * day,
      commitment: 2 * day,
    },
    suggestion: {
      own: 2 * hour,
      first_response: day,
      progress: 5 * day,
      resolution: 10 * day,
      commitment: 5 * day,
    },
  },
  share: { low: 1, normal: 1, high: 0.5 },
  emergency: { own: 10, first_response: 30, progress: 2 * hour, resolution: 24 * hour, commitment: hour },
  reopenDays: 30,
  visitAttempts: 3,
};

/** When something begun at `from` is due, by the policy and the estate's calendar. */
export function dueAt(
  policy: Policy,
  calendar: BusinessCalendar,
  what: PromiseKind | 'commitment',
  of: { readonly kind: TicketKind; readonly urgency: Urgency; readonly from: Date },
): Date {
  if (of.urgency === 'emergency') return addWorkingTime(always, of.from, policy.emergency[what]);
  const minutes = Math.ceil(policy.limits[of.kind][what] * policy.share[of.urgency]);
  return addWorkingTime(calendar, of.from, minutes);
}
