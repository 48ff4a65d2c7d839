import { dutyOf } from '@anju/contracts';
import { createHash } from 'node:crypto';

/** An event as it travels: protobuf bytes under CloudEvents headers. */
export interface EventRecord {
  readonly id: string;
  /** Full message name, such as `anju.ticketing.v1.TicketClosed`. */
  readonly type: string;
  readonly tenantId: string;
  /** Tenant and aggregate; events with one key keep their order. */
  readonly key: string;
  readonly time: Date;
  readonly trace: string;
  readonly topic: string;
  readonly value: Uint8Array;
}

/** Headers as Kafka carries them. */
export type Headers = Readonly<Record<string, string>>;

export const headersOf = (record: Omit<EventRecord, 'value' | 'key' | 'topic'>): Headers => ({
  ce_specversion: '1.0',
  ce_id: record.id,
  ce_type: record.type,
  ce_source: `/anju/${dutyOf(record.type)}`,
  ce_time: record.time.toISOString(),
  tenantid: record.tenantId,
  'content-type': 'application/protobuf',
  ...(record.trace ? { traceparent: record.trace } : {}),
});

/** Topic of a duty; the namespace lets several installations share a broker. */
export const topicOf = (namespace: string, duty: string): string => `${namespace}.${duty}.v1`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What came from Kafka, before anybody believes it. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly headers: Headers;
  readonly value: Uint8Array | null;
}

/** The record, or in words why it cannot be one. */
export function readEnvelope(raw: RawRecord): EventRecord | { readonly broken: string } {
  const { ce_id: id = '', ce_type: type = '', tenantid: tenantId = '', ce_time: time = '' } = raw.headers;
  if (!uuid.test(id)) return { broken: 'header ce_id is not a uuid' };
  if (!uuid.test(tenantId)) return { broken: 'header tenantid is not a uuid' };
  if (type === '') return { broken: 'header ce_type is missing' };
  if (Number.isNaN(Date.parse(time))) return { broken: 'header ce_time is not a time' };
  if (raw.value === null) return { broken: 'the value is null' };
  const trace = raw.headers['traceparent'] ?? '';
  return {
    id,
    type,
    tenantId,
    key: raw.key,
    time: new Date(time),
    trace,
    topic: raw.topic,
    value: raw.value,
  };
}

/** A stable id for a record that has none, from its place in the log. */
export function idOfPlace({ topic, partition, offset }: RawRecord): string {
  const hex = createHash('sha256').update(`${topic}/${partition}/${offset}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
