import type { Buckets, Grouping } from '../domain/figures.js';
import { Prisma } from '../generated/prisma/client.js';

const { sql } = Prisma;

/** Which cases are counted; empty means any. */
export interface FiguresFilter {
  readonly estateId: string;
  readonly category: string;
  readonly kind: string;
}

/** Estates whose wall shows the same time, and what the days, weeks or months of the period are there. */
export interface ZoneBuckets extends Buckets {
  readonly estateIds: readonly string[];
}

/** What of a period is counted, and how it is told apart. */
export interface Slice {
  readonly from: Date;
  readonly to: Date;
  readonly filter: FiguresFilter;
  readonly grouping: Grouping;
  /** For days, weeks and months: one for each zone, at least one. */
  readonly zones: readonly ZoneBuckets[];
}

/** What a table calls the kind of a case, the one a figure speaks of, and the moment it counts at. */
export interface Columns {
  readonly kind: Prisma.Sql;
  readonly staff: Prisma.Sql;
  readonly at: Prisma.Sql;
}

/** Finding the place in a list of moments is cheaper than reckoning a date of each row, and knows summer time. */
const bucket = ({ starts, labels }: Buckets, at: Prisma.Sql): Prisma.Sql =>
  sql`(${[...labels]}::date[])[width_bucket(${at}, ${starts.map((one) => one.toISOString())}::timestamptz[])]`;

function bucketOf([last, ...others]: readonly ZoneBuckets[], at: Prisma.Sql): Prisma.Sql {
  if (!last) return sql`NULL::date`;
  const cases = others.map(
    (zone) => sql`WHEN estate_id = ANY (${[...zone.estateIds]}::uuid[]) THEN ${bucket(zone, at)}`,
  );
  return cases.length > 0
    ? sql`CASE ${Prisma.join(cases, ' ')} ELSE ${bucket(last, at)} END`
    : bucket(last, at);
}

/** By what rows are told apart; grouped as it is and made text afterwards, because rows are many and groups are few. */
export function keyOf({ grouping, zones }: Slice, { kind, staff, at }: Columns): Prisma.Sql {
  switch (grouping) {
    case 'none':
      return sql`''::text`;
    case 'estate':
      return sql`estate_id`;
    case 'category':
      return sql`category`;
    case 'kind':
      return kind;
    case 'staff':
      return staff;
    case 'day':
    case 'week':
    case 'month':
      return bucketOf(zones, at);
  }
}

/** The filters that were given, and no others. */
function given({ filter }: Slice, { kind }: Columns): Prisma.Sql[] {
  return [
    ...(filter.estateId ? [sql`estate_id = ${filter.estateId}::uuid`] : []),
    ...(filter.category ? [sql`category = ${filter.category}`] : []),
    ...(filter.kind ? [sql`${kind} = ${filter.kind}`] : []),
  ];
}

export const anyTime = (slice: Slice, columns: Columns): Prisma.Sql =>
  Prisma.join([sql`tenant_id = anju_tenant()`, ...given(slice, columns)], ' AND ');

export const within = (slice: Slice, columns: Columns): Prisma.Sql =>
  sql`${anyTime(slice, columns)} AND ${columns.at} >= ${slice.from} AND ${columns.at} < ${slice.to}`;
