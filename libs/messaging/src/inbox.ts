import { type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { Actor, type Database, type Work } from '@anju/tenancy';
import { dutyOf } from '@anju/contracts';
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

interface Seen {
  handled: boolean;
  blocked: boolean;
}

class Blocked extends Error {}
class Unreadable extends Error {}

// Words of an error may quote values; its kind and code are enough to find the cause, the log has the rest by event id.
const causeOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : String(error);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Handles each event once, tries again when that fails, and parks what cannot be handled so that others flow. */
export class Inbox {
  constructor(private readonly options: InboxOptions) {}

  /** Returns when the event is handled, was handled before, concerns nobody here, or is parked. */
  async take(raw: RawRecord, heartbeat: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const record = readEnvelope(raw);
    if ('broken' in record) return parkBroken(this.options.database, raw, record.broken);
    if (!this.#concerns(record)) return;
    const waits = this.options.backoff ?? [100, 500, 2_000];
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(record, false);
      } catch (error) {
        const wait = waits[attempt];
        if (error instanceof Blocked)
          return park(this.options.database, record, 'behind an earlier parked event', 0);
        if (wait === undefined || error instanceof Unreadable) return this.#give(record, error, attempt + 1);
        await sleep(wait);
        await heartbeat();
      }
    }
  }

  /** Tries the parked events of a company again that were marked for it. */
  async replay(tenantId: string): Promise<void> {
    for (const raw of await toReplay(this.options.database, tenantId)) {
      const record = readEnvelope(raw);
      if ('broken' in record) continue;
      try {
        await this.#once(record, true);
      } catch (error) {
        await this.#give(record, error, 1);
      }
    }
  }

  #concerns({ type, topic }: EventRecord): boolean {
    if (this.options.dispatch(type)) return true;
    // A newer release of that duty may tell more than we know; anything else under its topic is a fault.
    return !topic.endsWith(`.${dutyOf(type)}.v1`);
  }

  async #give(record: EventRecord, error: unknown, attempts: number): Promise<void> {
    this.options.log.error(
      { event: record.id, type: record.type, tenant: record.tenantId, attempts, error },
      'event parked',
    );
    await park(this.options.database, record, causeOf(error), attempts);
  }

  async #once(record: EventRecord, replayed: boolean): Promise<void> {
    const { database, dispatch, followEventTime } = this.options;
    const route = dispatch(record.type);
    const event = route && decode(route.schema, record.value);
    const wall = { tenantId: record.tenantId, estates: 'all', personId: '' } as const;
    const now = followEventTime ? record.time : undefined;
    const run = { actor: Actor.system(record.tenantId), wall, now, trace: record.trace, timeout: 20_000 };
    await database.run(run, async (work) => {
      const seen = await this.#seen(work, record);
      if (seen.blocked && !replayed) throw new Blocked();
      if (!seen.handled) {
        if (!route) throw new Unreadable(`nobody here knows the type ${record.type}`);
        await route.handle(event, work);
        // Last, so that this transaction takes no number before it holds the locks its handler needs.
        await work.tx
          .$executeRaw`INSERT INTO inbox (tenant_id, event_id) VALUES (anju_tenant(), ${record.id}::uuid)`;
      }
      if (replayed) await unpark(work, record.id);
    });
  }

  async #seen(work: Work, record: EventRecord): Promise<Seen> {
    const [seen] = await work.tx.$queryRaw<Seen[]>`
      SELECT EXISTS (SELECT 1 FROM inbox WHERE tenant_id = anju_tenant() AND event_id = ${record.id}::uuid) AS handled,
             EXISTS (SELECT 1 FROM parked_event WHERE tenant_id = anju_tenant() AND key = ${record.key}
                     AND event_id <> ${record.id}::uuid) AS blocked`;
    return seen ?? { handled: false, blocked: false };
  }
}

function decode(schema: DescMessage, value: Uint8Array): unknown {
  try {
    return fromBinary(schema, value);
  } catch (error) {
    throw new Unreadable(`the bytes are not a ${schema.typeName}`, { cause: error });
  }
}
