import {
  ClosedBySchema,
  CommitmentState,
  FigureGrouping,
  FiguresSchema,
  PromiseState,
  TicketState,
} from '@anju/contracts/ticketing';
import { enumNumber } from '@anju/contracts';
import { create } from '@bufbuild/protobuf';
import type { Retold } from './figures-recount.js';

/** What is asked of the figures, once more and slowly. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly groupBy: FigureGrouping;
  readonly estateId: string;
  readonly category: string;
  readonly kind: string;
  /** Hours from UTC, by estate. */
  readonly offsets: ReadonlyMap<string, number>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Minute by minute: Monday to Friday, 9 to 12 and half past one to half past six; no holiday is among these days. */
export function workedMinutes(from: number, to: number, offset: number): number {
  let worked = 0;
  for (let at = from; at < to; at += minute) {
    const shown = new Date(at + offset * hour);
    const clock = shown.getUTCHours() * 60 + shown.getUTCMinutes();
    const open = (clock >= 540 && clock < 720) || (clock >= 810 && clock < 1110);
    if (open && shown.getUTCDay() >= 1 && shown.getUTCDay() <= 5) worked++;
  }
  return worked;
}

const active = [
  TicketState.NEW,
  TicketState.VERIFYING,
  TicketState.IN_PROGRESS,
  TicketState.PENDING,
  TicketState.AWAITING_APPROVAL,
];
const following = [TicketState.RESOLVED, TicketState.FOLLOWING_UP];

const stateOf = (one: Retold) => one.moves.at(-1)?.to ?? TicketState.NEW;
export const isOpen = (one: Retold): boolean => active.includes(stateOf(one));

interface Stay {
  readonly state: TicketState;
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
}

/** Of several states that one transaction went through the last one counts. */
function staysOf({ moves }: Retold): Stay[] {
  const kept = moves.filter(({ step }, index) => moves[index + 1]?.step !== step);
  const changes = kept.filter(({ to }, index) => kept[index - 1]?.to !== to);
  return changes.map(({ at, to }, index) => {
    const next = changes[index + 1];
    return { state: to, from: at, ...(next ? { to: next.at } : {}) };
  });
}

function dayOf(at: number, offset: number, groupBy: FigureGrouping): string {
  const shown = new Date(at + offset * hour);
  const midnight = Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate());
  const back = groupBy === FigureGrouping.WEEK ? (shown.getUTCDay() + 6) % 7 : 0;
  const first = new Date(midnight - back * day).toISOString().slice(0, 10);
  return groupBy === FigureGrouping.MONTH ? `${first.slice(0, 7)}-01` : first;
}

/** One thing to be counted: what it is, and the groups it belongs to. */
interface Counted {
  readonly what: string;
  readonly group: string;
  readonly value: number;
}

function countCase(one: Retold, q: Question): Counted[] {
  const counted: Counted[] = [];
  const offset = q.offsets.get(one.estateId) ?? 0;
  const put = (what: string, at: number, staff: string, value = 1) => {
    const groups: Partial<Record<FigureGrouping, string>> = {
      [FigureGrouping.ESTATE]: one.estateId,
      [FigureGrouping.CATEGORY]: one.category,
      [FigureGrouping.KIND]: one.kind,
      [FigureGrouping.STAFF]: staff,
    };
    counted.push({ what, group: groups[q.groupBy] ?? dayOf(at, offset, q.groupBy), value });
  };
  const inside = (at: number) => q.from <= at && at < q.to;
  for (const { what, at, staff, how } of one.steps.filter((step) => inside(step.at))) {
    put(what, at, staff);
    if (what === 'closed') put(`closed by ${how}`, at, staff);
  }
  for (const { kind, due, state, holder } of one.promises.values())
    if (inside(due) && state !== PromiseState.RELEASED) put(`promise ${kind} ${state}`, due, holder);
  for (const { at, satisfaction, resolver } of one.visits)
    if (inside(at)) put('said', at, resolver, satisfaction);
  for (const { department, state, ended, overdue, staff } of one.commitments.values()) {
    const done = state === CommitmentState.FULFILLED || state === CommitmentState.RETURNED;
    if (done && inside(ended)) put(`department ${department} ${state}`, ended, staff);
    if (inside(overdue)) put(`department ${department} overdue`, overdue, staff);
  }
  for (const { state, from, to } of staysOf(one)) {
    if (to !== undefined && inside(to)) put(`stay ${state}`, to, '', workedMinutes(from, to, offset));
    const lasts = to === undefined && [...active, ...following].includes(state);
    if (lasts && q.from <= q.now && q.now <= q.to)
      put(`stay ${state}`, q.now, one.assignee, workedMinutes(from, q.now, offset));
  }
  if (isOpen(one)) put('open', q.now, one.assignee);
  return counted;
}

const nameOf = (what: string, part: number) => what.split(' ')[part] ?? '';
const numbersOf = (all: readonly Counted[], word: string) =>
  [...new Set(all.filter(({ what }) => what.startsWith(`${word} `)).map(({ what }) => nameOf(what, 1)))]
    .map(Number)
    .sort((a, b) => a - b);

/** The smallest value that nine of ten do not exceed. */
function ninth(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
}

const average = (values: readonly number[]) =>
  values.length > 0 ? values.reduce((sum, one) => sum + one, 0) / values.length : 0;

function figuresOf(all: readonly Counted[]) {
  const of = (what: string) => all.filter((one) => one.what === what).map(({ value }) => value);
  const n = (what: string) => of(what).length;
  const closed = [...new Set(all.map(({ what }) => what).filter((what) => what.startsWith('closed by ')))];
  return create(FiguresSchema, {
    ...{ recorded: n('recorded'), resolved: n('resolved'), closed: n('closed'), reopened: n('reopened') },
    reopenRate: n('resolved') > 0 ? n('reopened') / n('resolved') : 0,
    ...{ endedOtherwise: n('ended'), openNow: n('open') },
    promises: numbersOf(all, 'promise').map((kind) => ({
      kind,
      kept: n(`promise ${kind} ${PromiseState.KEPT}`),
      broken: n(`promise ${kind} ${PromiseState.BROKEN}`),
      open: n(`promise ${kind} ${PromiseState.OPEN}`),
    })),
    states: numbersOf(all, 'stay').map((state) => {
      const minutes = of(`stay ${state}`);
      const [averageMinutes, p90Minutes] = [average(minutes), ninth(minutes)];
      return { state, stays: minutes.length, averageMinutes, p90Minutes };
    }),
    satisfaction: {
      ...{ count: n('said'), average: average(of('said')) },
      distribution: [1, 2, 3, 4, 5].map((said) => of('said').filter((one) => one === said).length),
    },
    commitments: numbersOf(all, 'department').map((department) => ({
      department,
      fulfilled: n(`department ${department} ${CommitmentState.FULFILLED}`),
      returned: n(`department ${department} ${CommitmentState.RETURNED}`),
      overdue: n(`department ${department} overdue`),
    })),
    closedBy: closed
      .map((what) => ({ closedBy: enumNumber(ClosedBySchema, nameOf(what, 2)), count: n(what) }))
      .sort((a, b) => a.closedBy - b.closedBy),
  });
}

const byTime = [FigureGrouping.DAY, FigureGrouping.WEEK, FigureGrouping.MONTH];

/** Everything that is asked, counted one by one. */
export function recount(cases: readonly Retold[], q: Question) {
  const asked = cases.filter(
    ({ estateId, category, kind }) =>
      (!q.estateId || estateId === q.estateId) &&
      (!q.category || category === q.category) &&
      (!q.kind || kind === q.kind),
  );
  const all = asked.flatMap((one) => countCase(one, q));
  // What is open now belongs to no day.
  const told = byTime.includes(q.groupBy) ? all.filter(({ what }) => what !== 'open') : all;
  const keys = q.groupBy === FigureGrouping.NONE ? [] : [...new Set(told.map(({ group }) => group))].sort();
  const groups = keys.map((key) => ({ key, figures: figuresOf(told.filter(({ group }) => group === key)) }));
  const load = new Map<string, number>();
  for (const { assignee } of asked.filter(isOpen)) load.set(assignee, (load.get(assignee) ?? 0) + 1);
  return { total: figuresOf(all), groups, load };
}
