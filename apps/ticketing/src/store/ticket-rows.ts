import type {
  Commitment,
  Promised,
  RequesterNotice,
  Ticket,
  TicketApproval,
  Visit,
} from '../domain/ticket.js';
import type { Work } from './database.js';

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A row as PostgreSQL's JSON gives it -> the domain's object: names, times, big amounts, absent instead of null. */
function fromJson<T>(row: object): T {
  const entries = Object.entries(row)
    .filter(([name, value]) => value !== null && name !== 'tenant_id')
    .map(([name, value]: [string, unknown]) => {
      if (typeof value === 'string' && (name.endsWith('_at') || name === 'at'))
        return [camel(name), new Date(value)];
      return [camel(name), name.endsWith('_fen') ? BigInt(String(value)) : value];
    });
  return Object.fromEntries(entries) as T;
}

interface Row {
  ticket: object;
  promises: object[];
  commitments: object[];
  approvals: object[];
  notices: object[];
  visits: object[];
}

const toTicket = (row: Row): Ticket => ({
  ...fromJson<Ticket>(row.ticket),
  promises: row.promises.map((part) => fromJson<Promised>(part)),
  commitments: row.commitments.map((part) => fromJson<Commitment>(part)),
  approvals: row.approvals.map((part) => fromJson<TicketApproval>(part)),
  notices: row.notices.map((part) => fromJson<RequesterNotice>(part)),
  visits: row.visits.map((part) => fromJson<Visit>(part)),
});

/** Cases with all their parts, in one statement; ids that are not there or not visible are left out. */
export async function loadTickets(work: Work, ids: readonly string[]): Promise<Ticket[]> {
  const rows = await work.tx.$queryRaw<Row[]>`
    SELECT to_jsonb(t) AS ticket,
      (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.id), '[]') FROM promise p
        WHERE p.tenant_id = t.tenant_id AND p.ticket_id = t.id) AS promises,
      (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.id), '[]') FROM commitment c
        WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id) AS commitments,
      (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.id), '[]') FROM ticket_approval a
        WHERE a.tenant_id = t.tenant_id AND a.ticket_id = t.id) AS approvals,
      (SELECT coalesce(jsonb_agg(to_jsonb(n) ORDER BY n.id), '[]') FROM requester_notice n
        WHERE n.tenant_id = t.tenant_id AND n.ticket_id = t.id) AS notices,
      (SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.id), '[]') FROM visit v
        WHERE v.tenant_id = t.tenant_id AND v.ticket_id = t.id) AS visits
    FROM ticket t WHERE t.tenant_id = anju_tenant() AND t.id = ANY (${[...ids]}::uuid[])`;
  const found = new Map(rows.map((row) => [fromJson<Ticket>(row.ticket).id, toTicket(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Undefined would mean "leave as it is" to Prisma; what the domain has not must become null. */
const orNull = <T extends object, K extends keyof T>(value: T, ...keys: K[]) =>
  ({ ...value, ...Object.fromEntries(keys.map((key) => [key, value[key] ?? null])) }) as {
    [P in keyof T]: P extends K ? Exclude<T[P], undefined> | null : T[P];
  };

/** Parts of `after` that were not in `before` as they are now. */
const changed = <T>(before: readonly T[], after: readonly T[]): T[] =>
  after.filter((part) => !before.includes(part));

/** Writes what is different; `before` is undefined for a new case. */
export async function saveTicket(
  { tx, actor: { tenantId } }: Work,
  before: Ticket | undefined,
  after: Ticket,
): Promise<void> {
  const { promises, commitments, approvals, notices, visits, ...own } = after;
  const row = orNull(
    { ...own, tenantId },
    'unitId',
    'requesterId',
    'assigneeId',
    'recorderId',
    'resolverId',
    'resolvedAt',
    'closedAt',
  );
  if (before) await tx.ticket.update({ where: { tenantId_id: { tenantId, id: after.id } }, data: row });
  else await tx.ticket.create({ data: row });
  const of = {
    tenantId,
    ticketId: after.id,
    estateId: after.estateId,
    requesterId: after.requesterId ?? null,
  };
  const key = (id: string) => ({ tenantId_id: { tenantId, id } });
  const isNew = (list: readonly { readonly id: string }[] | undefined, id: string) =>
    !list?.some((part) => part.id === id);

  const newPromises = promises.filter(({ id }) => isNew(before?.promises, id));
  if (newPromises.length > 0) {
    await tx.promised.createMany({
      data: newPromises.map((part) => ({ ...orNull(part, 'doneAt', 'toldAt'), ...of })),
    });
  }
  for (const part of changed(before?.promises ?? [], promises).filter((one) => !newPromises.includes(one))) {
    await tx.promised.update({ where: key(part.id), data: orNull(part, 'doneAt', 'toldAt') });
  }
  for (const part of changed(before?.commitments ?? [], commitments)) {
    const data = orNull(part, 'endedAt', 'staffId');
    await tx.commitment.upsert({ where: key(part.id), create: { ...data, ...of }, update: data });
  }
  for (const part of changed(before?.approvals ?? [], approvals)) {
    const data = orNull(part, 'decidedAt');
    await tx.ticketApproval.upsert({ where: key(part.id), create: { ...data, ...of }, update: data });
  }
  for (const part of changed(before?.notices ?? [], notices)) {
    const data = orNull(part, 'deliveredAt', 'failedAt');
    await tx.requesterNotice.upsert({ where: key(part.id), create: { ...data, ...of }, update: data });
  }
  for (const part of changed(before?.visits ?? [], visits))
    await tx.visit.create({ data: { ...part, ...of } });
}
