import type { Consumer } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from './broker.js';
import { rawOf } from './consumer.js';
import { type EventRecord, readEnvelope, topicOf } from './envelope.js';

export interface Listener {
  each(record: EventRecord): void;
  /** The broker was lost: what happened meanwhile will not be told. */
  gap(): void;
}

/**
 * Follows topics from now on without keeping anything, for live updates. It begins when the broker can be reached and
 * begins again whenever it was lost, until it is stopped. Every process is a group of its own that commits nothing: the
 * broker drops such a group by itself when its process was killed, and we drop it when we stop.
 */
export class Following {
  readonly #group: string;
  readonly #stopped = new AbortController();
  readonly #loop: Promise<void>;

  constructor(
    private readonly broker: Broker,
    private readonly duties: readonly string[],
    private readonly listener: Listener,
  ) {
    this.#group = `${broker.options.namespace}-live-${crypto.randomUUID()}`;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 10_000)) {
      const consumer = this.broker.follower(this.#group);
      try {
        const lost = this.#lost(consumer);
        await this.#join(consumer);
        wait = 500;
        await lost;
        if (!signal.aborted) this.listener.gap();
      } catch (error) {
        this.broker.options.log.warn({ error }, 'no live updates yet');
      }
      await consumer.disconnect().catch(() => undefined);
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
    // A broker that is away drops it by itself later.
    await this.broker.forgetGroup(this.#group).catch(() => undefined);
  }

  /** Settles when the consumer has crashed or is to stop. */
  #lost(consumer: Consumer): Promise<void> {
    return new Promise((resolve) => {
      consumer.on(consumer.events.CRASH, () => resolve());
      this.#stopped.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async #join(consumer: Consumer): Promise<void> {
    await consumer.connect();
    const topics = this.duties.map((duty) => topicOf(this.broker.options.namespace, duty));
    await consumer.subscribe({ topics, fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => {
        const record = readEnvelope(rawOf(topic, partition, message));
        if (!('broken' in record)) this.listener.each(record);
        return Promise.resolve();
      },
    });
  }
}
