import { type Database, PLATFORM_TENANT, type Work } from '@anju/tenancy';
import { type EventRecord, headersOf, idOfPlace, type RawRecord } from './envelope.js';

/** What goes to the car park: enough to try again later, and why it went there. */
interface Parked {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly topic: string;
  readonly headers: object;
  readonly value: Uint8Array | null;
}

const insert = (work: Work, event: Parked, cause: string, attempts: number) => work.tx.$executeRaw`
  INSERT INTO parked_event (tenant_id, event_id, key, type, topic, headers, value, cause, attempts)
  VALUES (anju_tenant(), ${event.id}::uuid, ${event.key}, ${event.type}, ${event.topic},
          ${JSON.stringify(event.headers)}::jsonb, ${event.value && Buffer.from(event.value)}, ${cause}, ${attempts})
  ON CONFLICT (tenant_id, event_id) DO UPDATE
    SET cause = excluded.cause, attempts = parked_event.attempts + excluded.attempts, state = 'parked'`;

/** Parks an event of a company; later ones with its key will park behind it. */
export async function park(
  database: Database,
  record: EventRecord,
  cause: string,
  attempts: number,
): Promise<void> {
  await database.as(record.tenantId, (work) =>
    insert(work, { ...record, headers: headersOf(record) }, cause, attempts),
  );
}

/** Parks something that is not an event at all; it blocks nothing behind it. */
export async function parkBroken(database: Database, raw: RawRecord, cause: string): Promise<void> {
  const id = idOfPlace(raw);
  const type = raw.headers['ce_type'] ?? '';
  await database.as(PLATFORM_TENANT, (work) => insert(work, { ...raw, id, type, key: id }, cause, 1));
}

interface Row {
  event_id: string;
  key: string;
  type: string;
  topic: string;
  headers: Record<string, string>;
  value: Uint8Array | null;
}

/** Parked events of a company that are to be tried again, oldest first. */
export async function toReplay(database: Database, tenantId: string): Promise<RawRecord[]> {
  const rows = await database.as(
    tenantId,
    (work) => work.tx.$queryRaw<Row[]>`
    SELECT event_id::text, key, type, topic, headers, value FROM parked_event
    WHERE tenant_id = anju_tenant() AND state = 'replay' ORDER BY position`,
  );
  return rows.map((row) => ({
    topic: row.topic,
    partition: -1,
    offset: row.event_id,
    key: row.key,
    headers: row.headers,
    value: row.value,
  }));
}

/** Leaves the car park, in the transaction of the effect. */
export const unpark = (work: Work, eventId: string) =>
  work.tx
    .$executeRaw`DELETE FROM parked_event WHERE tenant_id = anju_tenant() AND event_id = ${eventId}::uuid`;
