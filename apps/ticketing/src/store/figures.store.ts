import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { anyTime, type Columns, keyOf, type Slice, within } from './figures-slice.js';
import { staysOf } from './figures-stays.js';

const { sql } = Prisma;

/** How many of something there are in one group. */
export interface Count {
  readonly group: string;
  readonly what: string;
  readonly detail: string;
  readonly n: number;
}

/** Stays under way in one group and state, on one calendar. */
export interface Running {
  readonly group: string;
  readonly state: string;
  readonly calendar: number;
  readonly since: readonly Date[];
}

const ofCase = sql`ticket_kind`;
const active = sql`state IN ('new', 'verifying', 'in_progress', 'pending', 'awaiting_approval')`;
// Said literally, as the partial index says it.
const running = sql`state NOT IN ('closed', 'cancelled', 'declined', 'merged', 'duplicate')`;

const steps: Columns = { kind: ofCase, staff: sql`staff_id`, at: sql`at` };
const promises: Columns = { kind: ofCase, staff: sql`holder_id`, at: sql`due_at` };
const visits: Columns = { kind: ofCase, staff: sql`resolver_id`, at: sql`at` };
const ended: Columns = { kind: ofCase, staff: sql`staff_id`, at: sql`ended_at` };
const overdue: Columns = { ...ended, at: sql`overdue_at` };

/** Counts rows of the period by group, by `what` and by `detail`. */
async function count(
  { tx }: Work,
  slice: Slice,
  columns: Columns,
  { from, what, detail = sql`''::text` }: { from: Prisma.Sql; what: Prisma.Sql; detail?: Prisma.Sql },
): Promise<Count[]> {
  return tx.$queryRaw<Count[]>`
    SELECT coalesce(g::text, '') AS "group", w::text AS what, coalesce(d, '') AS detail, n FROM (
      SELECT ${keyOf(slice, columns)} AS g, ${what} AS w, ${detail} AS d, count(*)::int AS n FROM ${from}
        AND ${within(slice, columns)} GROUP BY g, w, d) counted`;
}

/** Figures from sets of rows: each question reads one index from the period's first entry to its last. */
@Injectable()
export class FiguresStore {
  /**
   * For the rest of the transaction: a year is counted in memory, an index that is read from end to end costs no more
   * than a table, and compiling the plan would take longer than running it.
   */
  async prepare({ tx }: Work): Promise<void> {
    await tx.$queryRaw`SELECT set_config('work_mem', '64MB', true), set_config('random_page_cost', '1', true),
      set_config('jit', 'off', true)`;
  }

  /** Steps of cases; of those closed, how. */
  steps = (work: Work, slice: Slice): Promise<Count[]> =>
    count(work, slice, steps, { from: sql`ticket_step WHERE true`, what: sql`step`, detail: sql`reason` });

  promises = (work: Work, slice: Slice): Promise<Count[]> =>
    count(work, slice, promises, {
      from: sql`promise WHERE state <> 'released'`,
      what: sql`kind`,
      detail: sql`state`,
    });

  visits = (work: Work, slice: Slice): Promise<Count[]> =>
    count(work, slice, visits, { from: sql`visit WHERE satisfaction > 0`, what: sql`satisfaction` });

  /** What departments did; `detail` is fulfilled, returned or overdue. */
  async commitments(work: Work, slice: Slice): Promise<Count[]> {
    const what = sql`department`;
    const done = sql`commitment WHERE state IN ('fulfilled', 'returned') AND ended_at IS NOT NULL`;
    const late = sql`commitment WHERE overdue_at IS NOT NULL`;
    return [
      ...(await count(work, slice, ended, { from: done, what, detail: sql`state` })),
      ...(await count(work, slice, overdue, { from: late, what, detail: sql`'overdue'::text` })),
    ];
  }

  /** Cases worked on now; `what` is who has them when people are asked for. */
  async open({ tx }: Work, slice: Slice, by: 'group' | 'staff'): Promise<Count[]> {
    const columns: Columns = { kind: sql`kind`, staff: sql`assignee_id`, at: sql`created_at` };
    const key = by === 'staff' ? columns.staff : keyOf(slice, columns);
    return tx.$queryRaw<Count[]>`
      SELECT coalesce(g::text, '') AS "group", '' AS what, '' AS detail, n FROM (
        SELECT ${key} AS g, count(*)::int AS n FROM ticket
        WHERE ${running} AND ${active} AND ${anyTime(slice, columns)} GROUP BY g) counted`;
  }

  /**
   * Stays under way, since when.
   * @param calendars which estates work on the first calendar, which on the second, and so on
   */
  async running(
    { tx, now }: Work,
    slice: Slice,
    calendars: readonly (readonly string[])[],
  ): Promise<Running[]> {
    const columns: Columns = { kind: sql`kind`, staff: sql`assignee_id`, at: sql`${now}::timestamptz` };
    const [ids, numbers] = [calendars.flat(), calendars.flatMap((some, at) => some.map(() => at))];
    const rows = await tx.$queryRaw<(Omit<Running, 'since'> & { since: string })[]>`
      SELECT coalesce(g::text, '') AS "group", state, calendar, since FROM (
        SELECT ${keyOf(slice, columns)} AS g, state, calendar,
          string_agg((extract(epoch FROM state_since) * 1000)::bigint::text, ',') AS since
        FROM ticket JOIN unnest(${ids}::uuid[], ${numbers}::int[]) AS works (estate, calendar) ON works.estate = estate_id
        WHERE ${running} AND ${anyTime(slice, columns)} GROUP BY g, state, calendar) listed`;
    return rows.map(({ since, ...row }) => ({
      ...row,
      since: since.split(',').map((one) => new Date(Number(one))),
    }));
  }

  stays = staysOf;
}
