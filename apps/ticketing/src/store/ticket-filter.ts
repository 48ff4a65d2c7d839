import type { Work } from './database.js';
import { Prisma } from '../generated/prisma/client.js';

/** What a list of cases is narrowed to; empty, false and absent mean any. */
export interface TicketFilter {
  readonly estateId: string;
  /** Absent means any; none at all finds nothing. */
  readonly states?: readonly string[] | undefined;
  readonly kinds: readonly string[];
  readonly assigneeId: string;
  readonly unitId: string;
  readonly requesterId: string;
  readonly number: string;
  readonly query: string;
  readonly categories: readonly string[];
  readonly priorities: readonly string[];
  readonly channels: readonly string[];
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly unassigned: boolean;
  readonly order: 'newest' | 'next_due' | 'visit_due';
}

/** Where a page begins: before this case in the order newest first. */
export interface Cursor {
  readonly at: string;
  readonly id: string;
}

/** Merging more index stretches than this costs more than it saves. */
const mostBranches = 36;

const { sql } = Prisma;

const oneOf = (column: Prisma.Sql, values: readonly string[]) =>
  values.length > 0 ? [sql`${column} = ANY (${[...values]}::text[])`] : [];

const equal = (column: Prisma.Sql, id: string) => (id ? [sql`${column} = ${id}::uuid`] : []);

/**
 * Of a table's cases those whose requester the caller may know: who stays unnamed is known to the desk that answers.
 * Undefined where that is everybody.
 */
export function named({ actor }: Work): Prisma.Sql | undefined {
  const desk = actor.kind === 'staff' ? actor.estates('ticketing.handle') : 'all';
  if (desk === 'all') return undefined;
  return sql`(NOT anonymous OR requester_id IS NULL OR ticket.estate_id = ANY (${[...desk]}::uuid[]))`;
}

/** The filters that were given, and no others: a condition that could be anything keeps PostgreSQL from every index. */
export function conditions(work: Work, filter: TicketFilter): Prisma.Sql[] {
  const { actor } = work;
  const { createdAfter, createdBefore } = filter;
  const known = filter.requesterId || filter.unitId ? named(work) : undefined;
  return [
    // The wall says the same; said here, the person's own index is used.
    ...equal(sql`requester_id`, actor.kind === 'resident' ? actor.subjectId : ''),
    ...equal(sql`estate_id`, filter.estateId),
    ...equal(sql`assignee_id`, filter.assigneeId),
    ...equal(sql`unit_id`, filter.unitId),
    ...equal(sql`requester_id`, filter.requesterId),
    ...(filter.number ? [sql`number = ${filter.number}`] : []),
    ...oneOf(sql`kind`, filter.kinds),
    ...oneOf(sql`priority`, filter.priorities),
    ...oneOf(sql`channel`, filter.channels),
    ...(createdAfter ? [sql`created_at >= ${createdAfter}`] : []),
    ...(createdBefore ? [sql`created_at < ${createdBefore}`] : []),
    ...(filter.unassigned ? [sql`assignee_id IS NULL`] : []),
    // Asking for somebody's cases would name them.
    ...(known ? [known] : []),
  ];
}

/** Closed cases lie dense everywhere; the indexes of the others are found only by what their predicate says. */
const ofState = (state: string) =>
  state === 'closed' ? sql`state = 'closed'` : sql`state = ${state} AND state <> 'closed'`;

/** Estates to look through one by one, where the caller reaches some and asks for none. */
function estatesOf({ actor }: Work, filter: TicketFilter): readonly string[] | undefined {
  const reach = actor.estates('ticketing.read');
  return actor.kind !== 'staff' || filter.estateId || reach === 'all' ? undefined : reach;
}

const unique = (list: readonly string[] | undefined) => list && [...new Set(list)];

const product = (...lists: (readonly Prisma.Sql[] | undefined)[]): Prisma.Sql[][] =>
  lists.reduce<Prisma.Sql[][]>(
    (all, list) => (list ? all.flatMap((one) => list.map((next) => [...one, next])) : all),
    [[]],
  );

/**
 * One condition for each stretch of an index that has its rows newest first: a list of states, categories or estates
 * has as many, and their first rows are merged. Of several lists the later ones stay conditions when there would be
 * too many.
 */
export function branches(work: Work, filter: TicketFilter): Prisma.Sql[] {
  const estates = estatesOf(work, filter)?.map((id) => sql`estate_id = ${id}::uuid`);
  const states = unique(filter.states)?.map(ofState);
  const categories = filter.categories.length > 0 ? unique(filter.categories) : undefined;
  const given = conditions(work, filter);
  const all = product(
    states,
    estates,
    categories?.map((one) => sql`category = ${one}`),
  );
  const few = all.length <= mostBranches ? all : product(states);
  const left = all.length <= mostBranches ? [] : oneOf(sql`category`, filter.categories);
  return few.map((one) => Prisma.join([sql`true`, ...one, ...left, ...given], ' AND '));
}

/** The same in one condition. */
export function oneCondition(filter: TicketFilter, given: readonly Prisma.Sql[]): Prisma.Sql {
  const states = filter.states ? [sql`state = ANY (${[...filter.states]}::text[])`] : [];
  return Prisma.join([sql`true`, ...states, ...oneOf(sql`category`, filter.categories), ...given], ' AND ');
}
