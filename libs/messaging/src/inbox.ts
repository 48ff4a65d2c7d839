import { type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { Actor, type Database, isAway, type Work } from '@anju/tenancy';
import { dutyOf } from '@anju/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './broker.js';
import { type EventRecord, type RawRecord, readEnvelope } from './envelope.js';
import { park, parkBroken, toReplay, unpark } from './parking.js';

export type Handler = (event: unknown, work: Work) => Promise<void>;

/** Who handles a type here, and how its bytes are read; undefined when nobody does. */
export type Dispatch = (
  type: string,
) => { readonly schema: DescMessage; readonly handle: Handler } | undefined;

export interface InboxOptions {
  readonly database: Database;
  readonly dispatch: Dispatch;
  readonly log: Log;
  /** Waits between tries in milliseconds; one try more than waits. */
  readonly backoff?: readonly number[];
  /** Works at the event's time instead of now: only where the clock may be moved (tests, the demo company). */
  readonly followEventTime?: boolean;
}

/** How the inbox keeps in touch with whoever delivers, while an event takes long. */
export interface Delivery {
  /** Says that we are still at it; throws when the partition has become another's. */
  readonly heartbeat: () => Promise<void>;
  /** Aborts the waiting when the process stops; the event is delivered again later. */
  readonly signal?: AbortSignal;
}

const byHand: Delivery = { heartbeat: () => Promise.resolve() };

interface Seen {
  handled: boolean;
  parked: boolean;
  blocked: boolean;
}

class Away extends Error {}
class Blocked extends Error {}
class Unreadable extends Error {}

// Words of an error may quote values; its kind and code are enough to find the cause, the log has the rest by event id.
const causeOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : String(error);

async function pause(ms: number, { signal, heartbeat }: Delivery): Promise<void> {
  await delay(ms, undefined, signal && { signal });
  await heartbeat();
}

/** Handles each event once, tries again when that fails, and parks what cannot be handled so that others flow. */
export class Inbox {
  constructor(private readonly options: InboxOptions) {}

  /** Returns when the event is handled, was handled before, concerns nobody here, or is parked. */
  async take(raw: RawRecord, delivery: Delivery = byHand): Promise<void> {
    const { database, backoff: waits = [100, 500, 2_000] } = this.options;
    const record = readEnvelope(raw);
    if ('broken' in record) return this.#insist(delivery, () => parkBroken(database, raw, record.broken));
    if (!this.#concerns(record)) return;
    for (let attempt = 0; ; attempt++) {
      const failure = await this.#insist(delivery, () => this.#attempt(record));
      if (!failure) return;
      const { error } = failure;
      const wait = waits[attempt];
      if (wait === undefined || error instanceof Blocked || error instanceof Unreadable)
        return this.#insist(delivery, () => this.#give(record, error, attempt + 1));
      await pause(wait, delivery);
    }
  }

  /** Tries the parked events of a company again that were marked for it. */
  async replay(tenantId: string): Promise<void> {
    for (const raw of await toReplay(this.options.database, tenantId)) {
      const record = readEnvelope(raw);
      if ('broken' in record) continue;
      const failure = await this.#attempt(record);
      if (failure) await this.#give(record, failure.error, 1);
    }
  }

  #concerns({ type, topic }: EventRecord): boolean {
    if (this.options.dispatch(type)) return true;
    // A newer release of that duty may tell more than we know; anything else under its topic is a fault.
    return !topic.endsWith(`.${dutyOf(type)}.v1`);
  }

  /** The database being away says nothing about an event: that is waited out, however long it takes. */
  async #insist<T>(delivery: Delivery, run: () => Promise<T>): Promise<T> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof Away || isAway(error))) throw error;
        this.options.log.warn({ error }, 'an event waits for the database');
      }
      await pause(wait, delivery);
    }
  }

  async #give(record: EventRecord, error: unknown, attempts: number): Promise<void> {
    const { database, log } = this.options;
    if (error instanceof Blocked)
      return park(database, record, { words: 'behind an earlier parked event', attempts: 0 });
    const { id: event, type, tenantId: tenant } = record;
    log.error({ event, type, tenant, attempts, error }, 'event parked');
    await park(database, record, { words: causeOf(error), attempts });
  }

  /** One try; answers why it failed, unless the database was away. */
  async #attempt(record: EventRecord): Promise<{ readonly error: unknown } | undefined> {
    try {
      await this.#once(record);
      return undefined;
    } catch (error) {
      if (error instanceof Away || isAway(error)) throw error;
      return { error };
    }
  }

  async #once(record: EventRecord): Promise<void> {
    const { database, dispatch, followEventTime } = this.options;
    const route = dispatch(record.type);
    const event = route && decode(route.schema, record.value);
    const wall = { tenantId: record.tenantId, estates: 'all', personId: '' } as const;
    const now = followEventTime ? record.time : undefined;
    const by = { actor: Actor.system(record.tenantId), trace: record.trace, heardTime: record.time };
    const run = { ...by, wall, now, timeout: 20_000 };
    let begun = false;
    const work = database.run(run, async (unit) => {
      begun = true;
      const seen = await this.#seen(unit, record);
      if (seen.blocked) throw new Blocked();
      if (!seen.handled) {
        if (!route) throw new Unreadable(`nobody here knows the type ${record.type}`);
        await route.handle(event, unit);
        // Last, so that this transaction takes no number before it holds the locks its handler needs.
        await unit.tx
          .$executeRaw`INSERT INTO inbox (tenant_id, event_id) VALUES (anju_tenant(), ${record.id}::uuid)`;
      }
      if (seen.parked) await unpark(unit, record.id);
    });
    await work.catch((error: unknown) => {
      throw begun ? error : new Away('the transaction did not begin', { cause: error });
    });
  }

  /** Whether it was handled, and whether it or an event of its aggregate before it is parked. */
  async #seen(work: Work, { id, key }: EventRecord): Promise<Seen> {
    const [seen] = await work.tx.$queryRaw<Seen[]>`
      WITH own AS (SELECT position FROM parked_event WHERE tenant_id = anju_tenant() AND event_id = ${id}::uuid)
      SELECT EXISTS (SELECT 1 FROM inbox WHERE tenant_id = anju_tenant() AND event_id = ${id}::uuid) AS handled,
             EXISTS (SELECT 1 FROM own) AS parked,
             EXISTS (SELECT 1 FROM parked_event WHERE tenant_id = anju_tenant() AND key = ${key}
                     AND event_id <> ${id}::uuid
                     AND position < coalesce((SELECT position FROM own), 9223372036854775807)) AS blocked`;
    return seen ?? { handled: false, parked: false, blocked: false };
  }
}

function decode(schema: DescMessage, value: Uint8Array): unknown {
  try {
    return fromBinary(schema, value);
  } catch (error) {
    throw new Unreadable(`the bytes are not a ${schema.typeName}`, { cause: error });
  }
}
