import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { branches, conditions, type Cursor, oneCondition, type TicketFilter } from './ticket-filter.js';

const { sql } = Prisma;

const nilId = '00000000-0000-0000-0000-000000000000';
const day = 86_400_000;

/** Lengths in days of the stretches that every case is marked with; see the migration. */
const stretches = [1, 8, 64, 512] as const;

/** With no more matches than this, all of them are read and sorted. */
const few = 500;

interface Search {
  readonly tokens: readonly string[];
  /** Folded; tokens find candidates, the terms decide. */
  readonly terms: readonly string[];
}

interface Page {
  readonly filter: TicketFilter;
  readonly before: Cursor;
  readonly limit: number;
}

const saying = ({ terms }: Search) => sql`anju_says(anju_line(ticket), ${[...terms]}::text[])`;

/** The page straight from the order newest first: each branch gives its first rows, the newest of all are kept. */
async function inOrder(work: Work, { filter, before, limit }: Page, search?: Search): Promise<Cursor[]> {
  const words = search ? sql`AND ${saying(search)}` : Prisma.empty;
  const { at, id } = before;
  const parts = branches(work, filter).map(
    (branch) => sql`(SELECT id, created_at FROM ticket
      WHERE tenant_id = anju_tenant() AND (created_at, id) < (${at}::timestamptz, ${id}::uuid) AND ${branch} ${words}
      ORDER BY created_at DESC, id DESC LIMIT ${limit})`,
  );
  if (parts.length === 0) return [];
  return work.tx.$queryRaw<Cursor[]>`
    SELECT id::text, created_at::text AS at FROM (${Prisma.join(parts, ' UNION ALL ')}) AS part
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

/** The page out of all cases that have the tokens: sorted first, so that only as many cases are read as are shown. */
async function outOfMatches(work: Work, search: Search, { filter, before, limit }: Page): Promise<Cursor[]> {
  const { at, id } = before;
  return work.tx.$queryRaw<Cursor[]>`
    SELECT id::text, created_at::text AS at FROM (
      SELECT found, recorded FROM anju_found(${[...search.tokens]}::text[], 2147483647)
      WHERE (recorded, found) < (${at}::timestamptz, ${id}::uuid) ORDER BY recorded DESC, found DESC) AS match
    JOIN ticket ON tenant_id = anju_tenant() AND id = found
    WHERE ${oneCondition(filter, conditions(work, filter))} AND ${saying(search)}
    ORDER BY recorded DESC, found DESC LIMIT ${limit}`;
}

/**
 * Newest first without reading all matches of a frequent word: a day, then longer stretches as long as they give too
 * little, at last whatever is left. A rare word is through in five steps, a frequent one in one or two.
 */
async function byStretches(work: Work, search: Search, page: Page, from: number): Promise<Cursor[]> {
  const found: Cursor[] = [];
  let { before } = page;
  let end = from;
  for (let level = 0; level <= stretches.length && found.length < page.limit;) {
    const days = stretches[level];
    const index = days && Math.floor((end - 1) / (days * day));
    const limit = page.limit - found.length;
    const tokens = days ? [...search.tokens, `d${days}:${index}`] : search.tokens;
    const rows = await outOfMatches(work, { ...search, tokens }, { ...page, before, limit });
    found.push(...rows);
    if (rows.length * 2 < limit || days === undefined) level++;
    if (days === undefined || index === undefined) continue;
    end = index * days * day;
    if (end <= (page.filter.createdAfter?.getTime() ?? 0)) break;
    before = { at: new Date(end).toISOString(), id: nilId };
  }
  return found;
}

async function understood(work: Work, query: string): Promise<Search> {
  const [search] = await work.tx.$queryRaw<Search[]>`
    SELECT anju_asked(${query}) AS tokens, regexp_split_to_array(btrim(anju_folded(${query})), '\\s+') AS terms`;
  return search ?? { tokens: [], terms: [] };
}

/** How many cases have the tokens, no further than it matters. */
async function isRare(work: Work, { tokens }: Search): Promise<boolean> {
  const [row] = await work.tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM anju_found(${[...tokens]}::text[], ${few + 1})`;
  return Number(row?.count ?? 0) <= few;
}

/** Where nothing later can have been recorded; a moved clock may have recorded later than now. */
const latest = (work: Work, { createdBefore }: TicketFilter, { at }: Cursor): number => {
  const now = Math.max(work.now.getTime(), Date.now()) + 1;
  const bounds = [createdBefore?.getTime() ?? now, at === 'infinity' ? now : new Date(at).getTime() + 1];
  return Math.min(...bounds);
};

async function search(work: Work, page: Page): Promise<Cursor[]> {
  const { filter } = page;
  const asked = await understood(work, filter.query);
  if (asked.tokens.length === 0) return [];
  const { estateId, unitId, requesterId, assigneeId, number, states } = filter;
  // Few rows to begin with: their words are read.
  if (unitId || requesterId || number || work.actor.kind === 'resident') return inOrder(work, page, asked);
  const tokens = estateId ? [...asked.tokens, `e:${estateId}`] : asked.tokens;
  const whole = { ...asked, tokens };
  if (assigneeId || (states && !states.includes('closed'))) {
    return (await isRare(work, whole)) ? outOfMatches(work, whole, page) : inOrder(work, page, asked);
  }
  return byStretches(work, whole, page, latest(work, filter, page.before));
}

/** Keys of the cases that the filter lets through, newest first. */
export const findTickets = (work: Work, page: Page): Promise<Cursor[]> =>
  page.filter.query.trim() === '' ? inOrder(work, page) : search(work, page);
