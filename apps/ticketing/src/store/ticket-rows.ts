import type { Child, Ticket, Waiting } from '../domain/ticket.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isTime = (name: string) => name.endsWith('_at') || name === 'at' || timesOfTicket.has(name);
const timesOfTicket = new Set(['state_since', 'wait_since', 'wait_counted_to', 'wait_until']);

/** A row as PostgreSQL's JSON gives it -> the domain's object: names, times, big amounts, absent instead of null. */
function fromRow<T>(row: object): T {
  const entries = Object.entries(row)
    .filter(([name, value]) => value !== null && name !== 'tenant_id')
    .map(([name, value]: [string, unknown]) => {
      if (typeof value === 'string' && isTime(name)) return [camel(name), new Date(value)];
      return [camel(name), name.endsWith('_fen') ? BigInt(String(value)) : value];
    });
  return Object.fromEntries(entries) as T;
}

/** The domain's object -> a row for `jsonb_populate_recordset`; what is not there becomes null. */
const toRow = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [
      snake(name),
      typeof part === 'bigint' ? String(part) : part,
    ]),
  );

/** Parts of a case, each a table with these columns beside those that every part has. */
const parts = {
  promises: [
    'promise',
    `kind first_due_at due_at warn_at warned_at ladder_at state done_at told_at broken_by policy_version ticket_kind
     category`,
  ],
  commitments: [
    'commitment',
    `department request state first_due_at due_at warn_at warned_at overdue_at overdue_by ladder_at reason result
     requested_at ended_at staff_id`,
  ],
  approvals: ['ticket_approval', 'subject materials amount_fen state comment requested_at decided_at'],
  notices: ['requester_notice', 'occasion message sent_at delivered_at failed_at'],
  visits: ['visit', 'method reached satisfaction solved comment staff_id at ticket_kind category'],
  escalations: ['escalation', 'item_id level post at acknowledged_at acknowledged_by'],
} as const satisfies Partial<Record<keyof Ticket, readonly [table: string, columns: string]>>;

type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];
/** What of a case is not a column of its own row. */
const listed: ReadonlySet<string> = new Set([...partNames, 'waiting', 'children']);

const own = `number state state_since kind channel estate_id unit_id requester_id anonymous category place subject
  description impact urgency priority assignee_id recorder_id created_at updated_at findings solution resolver_id
  resolved_at closed_at closed_by close_reason close_due_at visit_due_at visit_announced_at wait_reason wait_note
  wait_since wait_counted_to wait_until parent_id merged_into_id split_from_id next_due_at reopen_count policy_version
  version`;

const list = (columns: string): string[] => columns.split(/\s+/);

/** Writes rows by their keys; the names are this file's own, only values come from outside. */
function upsert(table: string, columns: readonly string[], rows: readonly object[]): Prisma.Sql {
  const all = Prisma.raw(['tenant_id', 'id', ...columns].join(', '));
  const set = Prisma.raw(columns.map((column) => `${column} = excluded.${column}`).join(', '));
  const [into, shape] = [Prisma.raw(table), Prisma.raw(`NULL::${table}`)];
  return Prisma.sql`INSERT INTO ${into} (${all})
    SELECT ${all} FROM jsonb_populate_recordset(${shape}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (tenant_id, id) DO UPDATE SET ${set} RETURNING 1`;
}

type Row = Record<Part, object[]> & { ticket: object; children: Child[] };

interface Flat extends Omit<Ticket, Part | 'waiting' | 'children'> {
  readonly waitReason?: Waiting['reason'];
  readonly waitNote?: string;
  readonly waitSince?: Date;
  readonly waitCountedTo?: Date;
  readonly waitUntil?: Date;
}

function waitingOf({
  waitReason,
  waitNote = '',
  waitSince,
  waitCountedTo,
  waitUntil,
}: Flat): Waiting | undefined {
  if (!waitReason || !waitSince || !waitCountedTo) return undefined;
  return { reason: waitReason, note: waitNote, since: waitSince, countedTo: waitCountedTo, until: waitUntil };
}

function toTicket(row: Row): Ticket {
  const flat = fromRow<Flat>(row.ticket);
  const lists = Object.fromEntries(partNames.map((name) => [name, row[name].map((part) => fromRow(part))]));
  return {
    ...flat,
    waiting: waitingOf(flat),
    ...(lists as unknown as Pick<Ticket, Part>),
    children: row.children,
  };
}

const partList = (name: Part): Prisma.Sql => {
  const table = Prisma.raw(parts[name][0]);
  return Prisma.sql`(SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.id), '[]') FROM ${table} x
    WHERE x.tenant_id = t.tenant_id AND x.ticket_id = t.id) AS ${Prisma.raw(`"${name}"`)}`;
};

/** Cases with all their parts, in one statement; ids that are not there or not visible are left out. */
export async function loadTickets(work: Work, ids: readonly string[]): Promise<Ticket[]> {
  const rows = await work.tx.$queryRaw<Row[]>`
    SELECT to_jsonb(t) AS ticket, ${Prisma.join(partNames.map(partList))},
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'state', c.state) ORDER BY c.id), '[]') FROM ticket c
        WHERE c.tenant_id = t.tenant_id AND c.parent_id = t.id) AS children
    FROM ticket t WHERE t.tenant_id = anju_tenant() AND t.id = ANY (${[...ids]}::uuid[])`;
  const found = new Map(rows.map((row) => [fromRow<Flat>(row.ticket).id, toTicket(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Takes the rows of several cases, in one order for everybody, so that no two changes wait for each other. */
export async function lockTickets({ tx }: Work, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM ticket WHERE tenant_id = anju_tenant() AND id = ANY (${[...ids]}::uuid[])
    ORDER BY ticket.id FOR NO KEY UPDATE`;
}

/** A case that had gone into another one. */
export interface Gone {
  readonly id: string;
  readonly state: 'merged' | 'duplicate';
}

/**
 * Takes these cases with all that a step of theirs goes on to: their children, and what had gone into any of them. In
 * one order for everybody and before anything else is taken. Answers what had gone into a case.
 */
export async function lockKin({ tx }: Work, ids: readonly string[]): Promise<(id: string) => Gone[]> {
  const rows = await tx.$queryRaw<(Gone & { into: string | null })[]>`
    WITH own AS MATERIALIZED (
      SELECT unnest(${[...ids]}::uuid[]) AS id
      UNION SELECT id FROM ticket WHERE tenant_id = anju_tenant() AND parent_id = ANY (${[...ids]}::uuid[]))
    SELECT id::text, state, merged_into_id::text AS into FROM ticket
    WHERE tenant_id = anju_tenant() AND id = ANY (ARRAY(
      SELECT id FROM own UNION SELECT gone.id FROM own JOIN ticket gone
        ON gone.tenant_id = anju_tenant() AND gone.merged_into_id = own.id))
    ORDER BY ticket.id FOR NO KEY UPDATE`;
  return (into) => rows.filter((row) => row.into === into);
}

/** How long a case was in a state it left. */
export interface Stay {
  readonly id: string;
  readonly state: string;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly workingMinutes: number;
}

/** What is kept of a case beside itself: how long it was in the states it left, and when time will next change it. */
export interface Kept {
  readonly stays: readonly Stay[];
  readonly wakeAt: Date | undefined;
  readonly nextDueAt: Date | undefined;
}

/** Parts of `after` that were not in `before` as they are now; all of them when they carry something that changed. */
function changed(before: Ticket | undefined, after: Ticket, name: Part): readonly object[] {
  const known: readonly object[] = before?.category === after.category ? before[name] : [];
  return (after[name] as readonly object[]).filter((part) => !known.includes(part));
}

/** Writes what is different, in one statement; `before` is undefined for a new case. */
export async function saveTicket(
  { tx, actor: { tenantId } }: Work,
  before: Ticket | undefined,
  after: Ticket,
  { stays, wakeAt, nextDueAt }: Kept,
): Promise<void> {
  const { waiting } = after;
  const flat = Object.fromEntries(Object.entries(after).filter(([name]) => !listed.has(name)));
  const waits = { waitReason: waiting?.reason, waitNote: waiting?.note, waitSince: waiting?.since };
  const counted = { waitCountedTo: waiting?.countedTo, waitUntil: waiting?.until };
  const of = { tenantId, ticketId: after.id, estateId: after.estateId, requesterId: after.requesterId };
  const about = { ...of, ticketKind: after.kind, category: after.category };
  const row = toRow({ ...flat, ...waits, ...counted, nextDueAt, tenantId });
  const statements = [upsert('ticket', list(own), [row])];
  for (const name of partNames) {
    const rows = changed(before, after, name).map((part) => toRow({ ...about, ...part }));
    const [table, columns] = parts[name];
    const shared = ['ticket_id', 'estate_id', 'requester_id'];
    if (rows.length > 0) statements.push(upsert(table, [...shared, ...list(columns)], rows));
  }
  if (stays.length > 0) statements.push(insertStays(stays.map((stay) => ({ ...about, ...stay }))));
  statements.push(wakeStatement(after.id, wakeAt));
  const named = statements.map((sql, at) => Prisma.sql`${Prisma.raw(`s${at}`)} AS (${sql})`);
  await tx.$queryRaw`WITH ${Prisma.join(named)} SELECT 1`;
}

const stayColumns = list(
  'ticket_id estate_id requester_id ticket_kind category state from_at to_at working_minutes',
);

const insertStays = (stays: readonly object[]): Prisma.Sql => {
  const columns = Prisma.raw(['tenant_id', 'id', ...stayColumns].join(', '));
  return Prisma.sql`INSERT INTO ticket_stay (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::ticket_stay, ${JSON.stringify(stays.map(toRow))}::jsonb) RETURNING 1`;
};

const wakeStatement = (id: string, at: Date | undefined): Prisma.Sql =>
  at
    ? Prisma.sql`INSERT INTO ticket_wake (tenant_id, ticket_id, at) VALUES (anju_tenant(), ${id}::uuid, ${at})
        ON CONFLICT (tenant_id, ticket_id) DO UPDATE SET at = excluded.at RETURNING 1`
    : Prisma.sql`DELETE FROM ticket_wake WHERE tenant_id = anju_tenant() AND ticket_id = ${id}::uuid RETURNING 1`;
