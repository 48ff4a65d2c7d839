import { type Database, PLATFORM_TENANT, type Work } from '@anju/tenancy';
import { type EventRecord, type Headers, headersOf, idOfPlace, type RawRecord } from './envelope.js';

/** What goes to the car park: enough to try again later, and why it went there. */
interface Parked {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly topic: string;
  readonly headers: Headers;
  readonly value: Uint8Array | null;
}

/** Why an event is parked, and after how many tries; none where it only waits behind another. */
export interface Cause {
  readonly words: string;
  readonly attempts: number;
}

// PostgreSQL's texts cannot hold NUL; whatever somebody put on a topic, it has to find room here.
const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');

const cleanHeaders = (headers: Headers): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [clean(name), clean(value)])),
  );

// An event that another process handled meanwhile is not parked. One that waits behind others is tried again by itself
// when those are being tried again or are gone by now.
const insert = (work: Work, event: Parked, { words, attempts }: Cause) => work.tx.$executeRaw`
  INSERT INTO parked_event (tenant_id, event_id, key, type, topic, headers, value, cause, attempts, state)
  SELECT anju_tenant(), ${event.id}::uuid, ${clean(event.key)}::text, ${clean(event.type)}::text, ${event.topic}::text,
         ${cleanHeaders(event.headers)}::jsonb, ${event.value && Buffer.from(event.value)}::bytea,
         ${clean(words)}::text, ${attempts}::int,
         CASE WHEN ${attempts}::int > 0 OR EXISTS (SELECT 1 FROM parked_event WHERE tenant_id = anju_tenant()
                AND key = ${clean(event.key)} AND event_id <> ${event.id}::uuid AND state = 'parked')
              THEN 'parked' ELSE 'replay' END
  WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE tenant_id = anju_tenant() AND event_id = ${event.id}::uuid)
  ON CONFLICT (tenant_id, event_id) DO UPDATE
    SET cause = excluded.cause, attempts = parked_event.attempts + excluded.attempts, state = excluded.state`;

/** Parks an event of a company; later ones with its key will park behind it. */
export async function park(database: Database, record: EventRecord, cause: Cause): Promise<void> {
  await database.as(record.tenantId, (work) =>
    insert(work, { ...record, headers: headersOf(record) }, cause),
  );
}

/** Parks something that is not an event at all; it blocks nothing behind it. */
export async function parkBroken(database: Database, raw: RawRecord, words: string): Promise<void> {
  const id = idOfPlace(raw);
  const type = raw.headers['ce_type'] ?? '';
  await database.as(PLATFORM_TENANT, (work) =>
    insert(work, { ...raw, id, type, key: id }, { words, attempts: 1 }),
  );
}

interface Row {
  event_id: string;
  key: string;
  type: string;
  topic: string;
  headers: Record<string, string>;
  value: Uint8Array | null;
}

/** Parked events of a company that are to be tried again, oldest first; when there are many, the first of them. */
export async function toReplay(database: Database, tenantId: string): Promise<RawRecord[]> {
  const rows = await database.as(
    tenantId,
    (work) => work.tx.$queryRaw<Row[]>`
    SELECT event_id::text, key, type, topic, headers, value FROM parked_event
    WHERE tenant_id = anju_tenant() AND state = 'replay' ORDER BY position LIMIT 1000`,
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
