import { type Consumer, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface BrokerOptions {
  readonly brokers: readonly string[];
  /** Names this process to the broker. */
  readonly clientId: string;
  /** Prefix of topics and groups; `anju` unless a test wants its own. */
  readonly namespace: string;
  readonly log: Log;
}

/** The one place that knows kafkajs. */
export class Broker {
  readonly #kafka: Kafka;

  constructor(readonly options: BrokerOptions) {
    const { log } = options;
    this.#kafka = new Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      logLevel: logLevel.WARN,
      // Its text may quote addresses and groups, never values of events.
      logCreator: () => (entry) => log.warn({ kafka: entry.namespace, text: entry.log.message }, 'kafka'),
      retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 20 },
    });
  }

  /** Order and no doubles while the broker comes and goes: idempotent, one request in flight. */
  producer(): Producer {
    return this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
  }

  consumer(groupId: string): Consumer {
    return this.#kafka.consumer({
      groupId,
      sessionTimeout: 10_000,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: 1_000,
      retry: {
        initialRetryTime: 200,
        maxRetryTime: 5_000,
        retries: 20,
        restartOnFailure: () => Promise.resolve(true),
      },
    });
  }

  /** Makes the topics that are missing. */
  async ensureTopics(topics: readonly string[], partitions = 6): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const there = new Set(await admin.listTopics());
      const missing = topics.filter((topic) => !there.has(topic));
      if (missing.length === 0) return;
      await admin.createTopics({
        topics: missing.map((topic) => ({ topic, numPartitions: partitions })),
        waitForLeaders: true,
      });
    } finally {
      await admin.disconnect();
    }
  }
}
