import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { type Columns, keyOf, type Slice, within } from './figures-slice.js';

const { sql } = Prisma;

/** As many stays of this length. */
export interface Lasted {
  readonly group: string;
  readonly state: string;
  readonly minutes: number;
  readonly n: number;
}

export interface Stays {
  /** Of everything, not of one group. */
  readonly total: boolean;
  readonly group: string;
  readonly state: string;
  readonly stays: number;
  readonly average: number;
  readonly p90: number;
}

const stays: Columns = { kind: sql`ticket_kind`, staff: sql`NULL::uuid`, at: sql`to_at` };

/** Stays of one length are counted before anything is sorted: quick where many share it, and done by several processes. */
async function counted({ tx }: Work, slice: Slice, underWay: readonly Lasted[]): Promise<Stays[]> {
  const of = <K extends keyof Lasted>(name: K) => underWay.map((one) => one[name]);
  return tx.$queryRaw<Stays[]>`
    WITH ended AS (
      SELECT ${keyOf(slice, stays)} AS g, state, working_minutes AS minutes, count(*) AS n FROM ticket_stay
      WHERE ${within(slice, stays)} GROUP BY g, state, minutes
    ), lasted AS (
      SELECT coalesce(g::text, '') AS g, state, minutes, n FROM ended
      UNION ALL SELECT * FROM unnest(${of('group')}::text[], ${of('state')}::text[], ${of('minutes')}::int[], ${of('n')}::int[])
    ), told AS (
      SELECT false AS total, g, state, minutes, n FROM lasted WHERE ${slice.grouping !== 'none'}
      UNION ALL SELECT true, '', state, minutes, sum(n) FROM lasted GROUP BY state, minutes
    ), ranked AS (
      SELECT *, sum(n) OVER (PARTITION BY total, g, state ORDER BY minutes) AS upto, sum(n) OVER (PARTITION BY total, g, state) AS whole
      FROM told
    )
    SELECT total, g AS "group", state, sum(n)::int AS stays, sum(n * minutes)::float8 / sum(n)::float8 AS average,
      min(minutes) FILTER (WHERE upto >= 0.9 * whole) AS p90 FROM ranked GROUP BY total, g, state`;
}

/** Stays are sorted as they are: quick where hardly two of a group are alike. */
async function sorted({ tx }: Work, slice: Slice, underWay: readonly Lasted[]): Promise<Stays[]> {
  const each = underWay.flatMap((one) => Array.from({ length: one.n }, () => one));
  const of = <K extends keyof Lasted>(name: K) => each.map((one) => one[name]);
  const key = keyOf(slice, stays);
  return tx.$queryRaw<Stays[]>`
    SELECT false AS total, coalesce(g::text, '') AS "group", state, n AS stays, minutes::float8 / n AS average, p90 FROM (
      SELECT g, state, count(*)::int AS n, sum(minutes) AS minutes, percentile_disc(0.9) WITHIN GROUP (ORDER BY minutes) AS p90 FROM (
        SELECT ${key} AS g, state, working_minutes AS minutes FROM ticket_stay WHERE ${within(slice, stays)}
        UNION ALL SELECT ${typed(slice)}, state, minutes
          FROM unnest(${of('group')}::text[], ${of('state')}::text[], ${of('minutes')}::int[]) AS lasting (g, state, minutes)
      ) lasted GROUP BY g, state
    ) found`;
}

/** The key of a group as it is before it is made text. */
function typed({ grouping }: Slice): Prisma.Sql {
  if (grouping === 'estate' || grouping === 'staff') return sql`nullif(g, '')::uuid`;
  return grouping === 'category' || grouping === 'kind' ? sql`g` : sql`g::date`;
}

/** In as many days so many stays end that most lengths come more than once in each group, but for days. */
const season = 92 * 86_400_000;

/** Working minutes of stays that ended, and of those under way: of everything, and of each group. */
export async function staysOf(
  work: Work,
  slice: Slice,
  underWay: readonly Lasted[],
): Promise<readonly Stays[]> {
  const alike = slice.grouping !== 'day' && slice.to.getTime() - slice.from.getTime() > season;
  if (slice.grouping === 'none' || alike) return counted(work, slice, underWay);
  const total = await counted(work, { ...slice, grouping: 'none' }, underWay);
  return [...total, ...(await sorted(work, slice, underWay))];
}
