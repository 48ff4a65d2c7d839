import { DomainError } from '@anju/kernel';
import { allowedActions } from './closing.js';
import { type CasesMeant, isMeant } from './desk-setting.js';
import { isOwed, type Judging } from './promises.js';
import type { Ticket } from './ticket.js';

export type Occasion = 'progress' | 'solution' | 'findings' | 'message' | 'decline';

/** Words that the desk says again and again. */
export interface AnswerTemplate extends CasesMeant {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly occasion: Occasion;
  readonly states: readonly string[];
  readonly updatedAt: Date;
  readonly version: number;
}

/** Of a company. */
export const mostTemplates = 200;

const placeholders = ['number', 'subject', 'state', 'due'] as const;
type Placeholder = (typeof placeholders)[number];

const isKnown = (name: string): name is Placeholder => (placeholders as readonly string[]).includes(name);
const placeholder = /\{([^{}]*)\}/g;
const braced = (names: readonly string[]) => names.map((name) => `{${name}}`).join(' ');

/** A placeholder nobody fills in would be sent to the requester as it stands. */
export function requireKnownPlaceholders(body: string): void {
  const unknown = [...body.matchAll(placeholder)]
    .map(([, name = '']) => name)
    .filter((name) => !isKnown(name));
  if (unknown.length === 0) return;
  const details = { names: braced([...new Set(unknown)]), known: braced(placeholders) };
  throw new DomainError('ticketing.placeholder_unknown', 'invalid', details, [
    { field: 'body', rule: 'placeholder' },
  ]);
}

/** Filled in at once, so that a subject which looks like a placeholder stays what it is. */
export const filledIn = (body: string, words: Readonly<Record<Placeholder, string>>): string =>
  body.replace(placeholder, (whole, name: string) => (isKnown(name) ? words[name] : whole));

/** By when the requester may expect the solution; the nearest thing still owed when that is promised no longer. */
export function dueToSay({ promises }: Ticket): Date | undefined {
  const owed = promises.filter(isOwed).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return (owed.find(({ kind }) => kind === 'resolution') ?? owed[0])?.dueAt;
}

const said: Readonly<Record<Exclude<Occasion, 'message'>, string>> = {
  progress: 'notifyRequester',
  solution: 'resolve',
  findings: 'verify',
  decline: 'verify',
};

const specificity = ({ estateIds, categories, kinds, states }: AnswerTemplate): number =>
  [estateIds, categories, kinds, states].filter((list) => list.length > 0).length;

/** Those that fit a case as it stands and can be said now, the most specific first. */
export function fitting(
  templates: readonly AnswerTemplate[],
  ticket: Ticket,
  rules: Judging,
  now: Date,
): AnswerTemplate[] {
  const possible = allowedActions(ticket, rules, now);
  const sayable = ({ occasion }: AnswerTemplate) =>
    occasion === 'message' ? ticket.state !== 'cancelled' : possible.includes(said[occasion]);
  return templates
    .filter(
      (one) =>
        sayable(one) &&
        isMeant(one.estateIds, ticket.estateId) &&
        isMeant(one.categories, ticket.category) &&
        isMeant(one.kinds, ticket.kind) &&
        isMeant(one.states, ticket.state),
    )
    .sort((a, b) => specificity(b) - specificity(a));
}
