import { enumNumber } from '@anju/contracts';
import {
  FigureGrouping,
  type ListTicketsRequest,
  ListTicketsRequestSchema,
  type TicketFigures,
  TicketKindSchema,
  TicketOrder,
} from '@anju/contracts/ticketing';
import { create, toJson } from '@bufbuild/protobuf';
import { type Timestamp, timestampFromDate } from '@bufbuild/protobuf/wkt';
import dayjs from 'dayjs';
import { fromWall } from '../form/wall-clock';
import { useZone } from '../words/zone';
import type { Filter } from './filter';

type Filters = 'estateId' | 'kinds' | 'categories' | 'assigneeId' | 'unassigned' | 'activeOnly';
type Listed = Partial<Pick<ListTicketsRequest, Filters | 'createdAfter' | 'createdBefore' | 'order'>>;

/** The list of cases under the names of the contract. */
export function listOf(asked: Listed): string {
  const json = toJson(ListTicketsRequestSchema, create(ListTicketsRequestSchema, asked));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(json ?? {}))
    for (const one of [value].flat()) search.append(name, String(one));
  return `/tickets?${search.toString()}`;
}

const spans = {
  [FigureGrouping.DAY]: 'day',
  [FigureGrouping.WEEK]: 'week',
  [FigureGrouping.MONTH]: 'month',
} as const;

function periodOf(by: keyof typeof spans, key: string, zone: string): Listed {
  const end = dayjs(key).add(1, spans[by]).format('YYYY-MM-DD');
  const midnight = (day: string) => timestampFromDate(new Date(fromWall(`${day}T00:00`, zone)));
  return { createdAfter: midnight(key), createdBefore: midnight(end) };
}

/** What narrows a list to one group; nothing where no list can say it. */
function groupOf(by: FigureGrouping, key: string, zone: string): Listed | undefined {
  if (key === '') return undefined;
  if (by === FigureGrouping.ESTATE) return { estateId: key };
  if (by === FigureGrouping.CATEGORY) return { categories: [key] };
  if (by === FigureGrouping.KIND) return { kinds: [enumNumber(TicketKindSchema, key)] };
  return by in spans ? periodOf(by as keyof typeof spans, key, zone) : undefined;
}

const at = (time: Timestamp): number => Number(time.seconds);

function within(all: Listed, part: Listed): Listed {
  const [start, end] = [all.createdAfter, all.createdBefore];
  return {
    ...(start && part.createdAfter && at(start) > at(part.createdAfter) ? { createdAfter: start } : {}),
    ...(end && part.createdBefore && at(end) < at(part.createdBefore) ? { createdBefore: end } : {}),
  };
}

/**
 * The lists behind the numbers. Only those that hold exactly the cases that were counted: when something was resolved,
 * or whether a promise was broken, is nothing a list can be asked for.
 */
export function useLists({ estateId, kind, by }: Filter, { fromTime, toTime }: TicketFigures) {
  const zone = useZone();
  const here: Listed = { estateId, ...(kind ? { kinds: [kind] } : {}), order: TicketOrder.NEWEST };
  const period: Listed = {
    ...(fromTime ? { createdAfter: fromTime } : {}),
    ...(toTime ? { createdBefore: toTime } : {}),
  };
  const of = (more: Listed) => listOf({ ...here, ...more });
  const narrowed = (key: string, more: Listed): string | undefined => {
    const group = groupOf(by, key, zone);
    if (!group) return undefined;
    // The first and the last week of a period may reach beyond it.
    return of({ ...more, ...group, ...within(more, group) });
  };
  return {
    recorded: of(period),
    openNow: of({ activeOnly: true }),
    heldBy: (staffId: string) =>
      of({ activeOnly: true, ...(staffId ? { assigneeId: staffId } : { unassigned: true }) }),
    recordedIn: (key: string) => narrowed(key, period),
    // What is open now is not told apart by time.
    openNowIn: (key: string) => (by in spans ? undefined : narrowed(key, { activeOnly: true })),
    openNowOf: (staffId: string) => (staffId ? of({ activeOnly: true, assigneeId: staffId }) : undefined),
  };
}

export type Lists = ReturnType<typeof useLists>;
