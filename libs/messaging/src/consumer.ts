import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer as KafkaConsumer, EachMessagePayload, KafkaMessage } from 'kafkajs';
import type { Broker } from './broker.js';
import { type RawRecord, topicOf } from './envelope.js';
import type { Inbox } from './inbox.js';

const words = (value: Buffer | string | (Buffer | string)[] | undefined): string =>
  Array.isArray(value) ? words(value[0]) : (value?.toString() ?? '');

export const rawOf = (topic: string, partition: number, message: KafkaMessage): RawRecord => ({
  topic,
  partition,
  offset: message.offset,
  key: message.key?.toString() ?? '',
  headers: Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, words(value)]),
  ),
  value: message.value,
});

/** Feeds an inbox from Kafka. One consumer a process; a partition moves on only after the handler's transaction. */
export class EventConsumer {
  readonly #consumer: KafkaConsumer;
  readonly #stopped = new AbortController();
  #joined = false;
  #sign = Date.now();

  constructor(
    private readonly broker: Broker,
    private readonly service: string,
    private readonly duties: readonly string[],
    private readonly inbox: Inbox,
    /** A consumer that kafkajs gave up would sit dead in a live process: the process has to end. */
    private readonly onDead: (error: unknown) => void,
  ) {
    this.#consumer = broker.consumer(`${broker.options.namespace}-${service}`);
  }

  /** Member of its group, with partitions assigned. */
  get joined(): boolean {
    return this.#joined;
  }

  /** When it last fetched, beat or tried to join; one that stands still for long is helped by a restart only. */
  get lastSign(): number {
    return this.#sign;
  }

  /** Joins as soon as it can: the broker may be away, or a neighbour's topic not made yet. Ends early only by stop(). */
  async start(): Promise<void> {
    const { GROUP_JOIN, CRASH, FETCH, HEARTBEAT } = this.#consumer.events;
    const alive = () => (this.#sign = Date.now());
    this.#consumer.on(FETCH, alive);
    this.#consumer.on(HEARTBEAT, alive);
    this.#consumer.on(GROUP_JOIN, () => (this.#joined = true));
    this.#consumer.on(CRASH, ({ payload }) => {
      alive();
      this.#joined = false;
      if (!payload.restart) this.onDead(payload.error);
    });
    for (let wait = 500; !this.#stopped.signal.aborted; wait = Math.min(wait * 2, 10_000)) {
      alive();
      try {
        return await Promise.race([this.#join(), this.#stop()]);
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.broker.options.log.warn({ error }, 'consumer cannot join yet');
      }
      await delay(wait, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
    }
  }

  /** Rejects at the end: a broker that is away is not waited for. */
  #stop(): Promise<never> {
    const { signal } = this.#stopped;
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
    );
  }

  async #join(): Promise<void> {
    await this.#consumer.connect();
    const topics = this.duties.map((duty) => topicOf(this.broker.options.namespace, duty));
    await this.#consumer.subscribe({ topics, fromBeginning: true });
    await this.#consumer.run({
      partitionsConsumedConcurrently: 3,
      eachMessage: (each) => this.#take(each),
    });
  }

  /** A handler may take longer than the broker waits for a sign of life. */
  async #take(each: EachMessagePayload): Promise<void> {
    const heartbeat = () => each.heartbeat();
    // What goes wrong with a sign of life shows at the next one that the inbox or kafkajs gives.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), 3_000);
    try {
      await this.inbox.take(rawOf(each.topic, each.partition, each.message), {
        heartbeat,
        signal: this.#stopped.signal,
      });
    } finally {
      clearInterval(beat);
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#joined = false;
    // Leaving the group takes a broker; when there is none, its session ends by itself.
    await Promise.race([
      this.#consumer.disconnect().catch(() => undefined),
      delay(10_000, undefined, { ref: false }),
    ]);
  }
}
