import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import { Client } from 'pg';
import type { Broker, Log } from './broker.js';
import { headersOf, topicOf } from './envelope.js';

interface Row {
  position: string;
  tenant_id: string;
  id: string;
  type: string;
  aggregateid: string;
  payload: Uint8Array;
  traceparent: string | null;
  occurred_at: Date;
}

const batch = 500;

const pause = (ms: number, signal?: AbortSignal) =>
  delay(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => undefined);

/**
 * Publishes what was committed. Runs in every replica; the one that holds the advisory lock leads. It wakes by NOTIFY,
 * with a slow poll as safety net. What is published leaves the outbox afterwards, so a crash in between publishes
 * again and consumers drop the repeat. Order per aggregate holds because an aggregate's next event is written only
 * after the one before was committed, and rows are read in the order they were written.
 */
export class Relay {
  readonly #stop = new AbortController();
  #wake: () => void = () => undefined;
  #done: Promise<void> = Promise.resolve();
  #replaying: Promise<void> | undefined;
  #leads = false;
  #sign = Date.now();

  constructor(
    private readonly url: string,
    private readonly broker: Broker,
    private readonly duty: string,
    private readonly log: Log,
    /** Called when parked events are to be tried again. */
    private readonly onReplay: (tenantIds: readonly string[]) => Promise<void> = () => Promise.resolve(),
  ) {}

  get leads(): boolean {
    return this.#leads;
  }

  /** When it last got round; a relay that stands still for long is helped by a restart only. */
  get lastSign(): number {
    return this.#sign;
  }

  start(): void {
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#done;
  }

  async #run(): Promise<void> {
    for (let wait = 200; !this.#stop.signal.aborted; wait = Math.min(wait * 2, 5_000)) {
      this.#sign = Date.now();
      const client = this.#connection();
      const producer = this.broker.producer();
      try {
        await this.#lead(client, producer);
      } catch (error) {
        if (!this.#stop.signal.aborted) this.log.warn({ error: String(error) }, 'relay: starting over');
      }
      if (this.#leads) wait = 200;
      this.#leads = false;
      await Promise.race([Promise.allSettled([client.end(), producer.disconnect()]), pause(2_000)]);
      await pause(wait, this.#stop.signal);
    }
    await this.#replaying;
  }

  /** A server that stopped answering without saying so must not keep the relay waiting: another may lead by then. */
  #connection(): Client {
    return new Client({
      connectionString: this.url,
      application_name: `anju relay ${this.duty}`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 15_000,
      keepAlive: true,
    });
  }

  async #lead(client: Client, producer: Producer): Promise<void> {
    // A lost connection, or the end: whatever is waited for just then, a broker that is away above all, is given up.
    const over = new Promise<never>((_, reject) => {
      client.on('error', reject);
      this.#stop.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
    });
    over.catch(() => undefined);
    client.on('notification', () => this.#wake());
    await client.connect();
    while (!(await this.#acquire(client))) {
      this.#sign = Date.now();
      await Promise.race([pause(2_000, this.#stop.signal), over]);
    }
    await client.query('LISTEN anju_event; LISTEN anju_replay');
    await Promise.race([producer.connect(), over]);
    this.#leads = true;
    while (!this.#stop.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      while ((await Promise.race([this.#publish(client, producer), over])) === batch);
      await this.#replay(client);
      await Promise.race([woken, pause(5_000, this.#stop.signal), over]);
    }
  }

  async #acquire(client: Client): Promise<boolean> {
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('anju relay')) AS mine",
    );
    return rows[0]?.mine ?? false;
  }

  async #publish(client: Client, producer: Producer): Promise<number> {
    this.#sign = Date.now();
    const { rows } = await client.query<Row>({
      name: 'relay',
      text: `SELECT o.position, e.tenant_id, e.id, e.type, e.aggregateid, e.payload, e.traceparent, e.occurred_at
             FROM outbox o JOIN event e ON e.position = o.position ORDER BY o.position LIMIT ${batch}`,
    });
    if (rows.length === 0) return 0;
    const messages = rows.map((row) => ({
      key: `${row.tenant_id}:${row.aggregateid}`,
      value: Buffer.from(row.payload),
      headers: headersOf({
        id: row.id,
        type: row.type,
        tenantId: row.tenant_id,
        time: row.occurred_at,
        trace: row.traceparent ?? '',
      }),
    }));
    await producer.send({ topic: topicOf(this.broker.options.namespace, this.duty), acks: -1, messages });
    await client.query({
      name: 'published',
      text: 'DELETE FROM outbox WHERE position = ANY($1::bigint[])',
      values: [rows.map((row) => row.position)],
    });
    return rows.length;
  }

  /** Beside the publishing: a long replay holds up no new event. */
  async #replay(client: Client): Promise<void> {
    if (this.#replaying) return;
    const { rows } = await client.query<{ tenant_id: string }>(
      "SELECT DISTINCT tenant_id FROM parked_event WHERE state = 'replay'",
    );
    if (rows.length === 0) return;
    this.#replaying = this.onReplay(rows.map((row) => row.tenant_id))
      .catch((error: unknown) => this.log.warn({ error }, 'relay: replay will go on'))
      .finally(() => (this.#replaying = undefined));
  }
}
