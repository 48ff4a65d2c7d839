import {
  type FigureGroup,
  FigureGrouping,
  FigureGroupingSchema,
  type TicketFigures,
} from '@anju/contracts/ticketing';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Column } from '../parts/rows';
import { useContractWords } from '../words/contract-words';
import { colors } from './colors';
import type { Filter } from './filter';
import { useGroupName } from './group-names';
import type { Lists } from './links';
import { Picture } from './picture';
import { inTenths, keptOf, percent, starsOf } from './sums';
import { useCockpitWords } from './words';

interface Parts {
  readonly figures: TicketFigures;
  readonly filter: Filter;
  readonly lists: Lists;
}

type Row = FigureGroup & { readonly figures: NonNullable<FigureGroup['figures']> };

const rowsOf = ({ groups }: TicketFigures): Row[] =>
  groups.filter((group): group is Row => group.figures !== undefined);

const linked = (value: number, list: string | undefined): ReactNode =>
  list && value > 0 ? <Link to={list}>{value}</Link> : value;

function useHeading(filter: Filter): Column<Row> {
  const contract = useContractWords();
  const name = useGroupName(filter.by);
  return {
    key: 'key',
    title: contract(FigureGroupingSchema, filter.by),
    card: 'heading',
    show: ({ key }) => name(key),
  };
}

/** What is open now is not told apart by time. */
const byTime = new Set([FigureGrouping.DAY, FigureGrouping.WEEK, FigureGrouping.MONTH]);

/** How promises were kept, told apart; a bar opens the cases that were recorded there. */
export function PromisesByGroup({ figures, filter, lists }: Parts) {
  const say = useCockpitWords();
  const contract = useContractWords();
  const name = useGroupName(filter.by);
  const rows = rowsOf(figures);
  const sums = rows.map((row) => keptOf(row.figures));
  const openNow = (key: string) =>
    filter.by === FigureGrouping.STAFF ? lists.openNowOf(key) : lists.openNowIn(key);
  const columns: Column<Row>[] = [
    useHeading(filter),
    { key: 'kept', title: say('kept'), show: (row) => keptOf(row.figures).kept },
    { key: 'broken', title: say('broken'), show: (row) => keptOf(row.figures).broken },
    { key: 'rate', title: say('keptRate'), show: (row) => percent(keptOf(row.figures).rate) },
    {
      key: 'recorded',
      title: say('recorded'),
      show: (row) => linked(row.figures.recorded, lists.recordedIn(row.key)),
    },
    { key: 'resolved', title: say('resolved'), show: (row) => row.figures.resolved },
    { key: 'open', title: say('openNow'), show: (row) => linked(row.figures.openNow, openNow(row.key)) },
  ];
  return (
    <Picture
      title={say('byGroup', { by: contract(FigureGroupingSchema, filter.by).toLowerCase() })}
      rows={rows}
      columns={byTime.has(filter.by) ? columns.filter(({ key }) => key !== 'open') : columns}
      keyOf={({ key }) => key}
      empty={say('none')}
      listOf={({ key }) => lists.recordedIn(key)}
      drawn={{
        names: rows.map(({ key }) => name(key)),
        stacked: true,
        series: [
          { name: say('kept'), color: colors.good, values: sums.map(({ kept }) => kept) },
          { name: say('broken'), color: colors.bad, values: sums.map(({ broken }) => broken) },
        ],
      }}
    />
  );
}

/** What requesters thought of it, told apart. */
export function QualityByGroup({ figures, filter, lists }: Parts) {
  const say = useCockpitWords();
  const contract = useContractWords();
  const name = useGroupName(filter.by);
  const rows = rowsOf(figures);
  const columns: Column<Row>[] = [
    useHeading(filter),
    { key: 'resolved', title: say('resolved'), show: (row) => row.figures.resolved },
    { key: 'reopened', title: say('reopened'), show: (row) => row.figures.reopened },
    {
      key: 'rate',
      title: say('reopenRate'),
      show: ({ figures: { resolved, reopenRate } }) => percent(resolved > 0 ? reopenRate : undefined),
    },
    { key: 'stars', title: say('satisfaction'), show: (row) => inTenths(starsOf(row.figures)) },
    { key: 'said', title: say('answers'), show: (row) => row.figures.satisfaction?.count ?? 0 },
  ];
  return (
    <Picture
      title={say('quality', { by: contract(FigureGroupingSchema, filter.by).toLowerCase() })}
      rows={rows}
      columns={columns}
      keyOf={({ key }) => key}
      empty={say('none')}
      listOf={({ key }) => lists.recordedIn(key)}
      drawn={{
        names: rows.map(({ key }) => name(key)),
        percent: true,
        series: [
          {
            name: say('reopenRate'),
            color: colors.warn,
            values: rows.map(({ figures: { reopenRate } }) => Math.round(reopenRate * 100)),
          },
          {
            name: say('satisfaction'),
            color: colors.calm,
            values: rows.map((row) => starsOf(row.figures) ?? null),
            line: { max: 5, unit: '★' },
          },
        ],
      }}
    />
  );
}
