import { addWorkingTime, always, type BusinessCalendar } from '@anju/kernel';
import type { TicketKind, Urgency } from './ticket.js';

export type PromiseKind = 'own' | 'first_response' | 'progress' | 'resolution';

/** Limits in working minutes. */
export type Limits = Readonly<Record<PromiseKind | 'commitment', number>>;

/** Limits of one category, such as people shut in a lift; day and night where danger does not keep office hours. */
interface CategoryLimits {
  readonly category: string;
  readonly limits: Limits;
  readonly aroundTheClock: boolean;
}

/** One rung of the ladder: which post is told, how many working minutes after the time was missed. */
export interface LadderStep {
  readonly afterMinutes: number;
  readonly post: string;
}

/** The follow-up visit, Article 7(6); times in working minutes. */
interface VisitRules {
  /** From the solution to the first attempt. */
  readonly delayMinutes: number;
  /** From an attempt that reached nobody to the next one. */
  readonly retryMinutes: number;
  /** After as many attempts that reached nobody the case closes by itself. */
  readonly attempts: number;
  /** Percent of solved cases that are visited, by kind. */
  readonly samplePercent: Readonly<Record<TicketKind, number>>;
  /** How long the requester may still object before a case closes by itself. */
  readonly objectionMinutes: number;
}

/** One published version of the time limits; every case keeps the version that judged it. */
export interface Policy {
  readonly version: string;
  readonly limits: Readonly<Record<TicketKind, Limits>>;
  /** Of the limits above, by urgency. */
  readonly share: Readonly<Record<'low' | 'normal' | 'high', number>>;
  /** Emergencies have limits of their own, counted day and night. */
  readonly emergency: Limits;
  readonly categories: readonly CategoryLimits[];
  /** Limits of departments that have their own, by post. */
  readonly departments: Readonly<Record<string, number>>;
  /** Percent of a limit after which somebody is warned. */
  readonly warnPercent: number;
  readonly ladder: readonly LadderStep[];
  readonly visit: VisitRules;
  /** Days within which a closed case may be taken up again. */
  readonly reopenDays: number;
}

const hour = 60;
const day = 8 * hour;

/** What holds until a company publishes a version of its own. */
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
  categories: [
    {
      // Somebody must be on site within half an hour when people are shut in a lift.
      category: 'lift_entrapment',
      limits: { own: 5, first_response: 10, progress: 30, resolution: 2 * hour, commitment: 30 },
      aroundTheClock: true,
    },
  ],
  departments: {},
  warnPercent: 80,
  ladder: [
    { afterMinutes: 0, post: 'service_specialist' },
    { afterMinutes: hour, post: 'service_manager' },
    { afterMinutes: 4 * hour, post: 'leadership' },
  ],
  visit: {
    delayMinutes: day,
    retryMinutes: day,
    attempts: 3,
    samplePercent: { enquiry: 100, complaint: 100, suggestion: 100 },
    objectionMinutes: 3 * day,
  },
  reopenDays: 30,
};

/** What of a case decides its limits. */
export interface Judged {
  readonly kind: TicketKind;
  readonly urgency: Urgency;
  readonly category: string;
}

interface Limit {
  readonly minutes: number;
  readonly calendar: BusinessCalendar;
}

const special = (policy: Policy, { category }: Judged): CategoryLimits | undefined =>
  policy.categories.find((one) => one.category === category);

/** On which clock a case runs: its estate's working hours, or day and night. */
export const calendarOf = (policy: Policy, calendar: BusinessCalendar, of: Judged): BusinessCalendar =>
  of.urgency === 'emergency' || special(policy, of)?.aroundTheClock ? always : calendar;

function limitOf(
  policy: Policy,
  calendar: BusinessCalendar,
  what: PromiseKind | 'commitment',
  of: Judged & { readonly department?: string },
): Limit {
  const clock = calendarOf(policy, calendar, of);
  const own = special(policy, of)?.limits[what];
  if (own !== undefined) return { minutes: own, calendar: clock };
  if (of.urgency === 'emergency') return { minutes: policy.emergency[what], calendar: clock };
  const ofDepartment = of.department === undefined ? undefined : policy.departments[of.department];
  const minutes = ofDepartment ?? policy.limits[of.kind][what];
  return { minutes: Math.ceil(minutes * policy.share[of.urgency]), calendar: clock };
}

export interface Times {
  readonly dueAt: Date;
  readonly warnAt: Date;
}

/** When something begun at `from` is due, and when its warning is, by the policy and the estate's calendar. */
export function timesOf(
  policy: Policy,
  calendar: BusinessCalendar,
  what: PromiseKind | 'commitment',
  of: Judged & { readonly from: Date; readonly department?: string },
): Times {
  const limit = limitOf(policy, calendar, what, of);
  const after = (minutes: number) => addWorkingTime(limit.calendar, of.from, minutes);
  return { dueAt: after(limit.minutes), warnAt: after((limit.minutes * policy.warnPercent) / 100) };
}
