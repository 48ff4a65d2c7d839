import { type Admin, type Consumer, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

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
  /** How often kafkajs tries before it says that a broker is away; 20 (a minute and a half) unless said. */
  readonly retries?: number;
}

const settling = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

const isSettling = (error: unknown): boolean =>
  error instanceof Error && settling.has(String(Reflect.get(error, 'type')));

/**
 * Waits until every partition has a leader. A broker may not know a topic for a moment after it was made, and kafkajs'
 * own wait takes that for a failure.
 * @param limit milliseconds after which the broker's last answer is the error
 */
async function untilLed(admin: Admin, topics: readonly string[], limit = 15_000): Promise<void> {
  for (const end = Date.now() + limit; ;) {
    try {
      const { topics: known } = await admin.fetchTopicMetadata({ topics: [...topics] });
      if (known.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
      if (Date.now() > end) throw new Error('new topics have no leader yet');
    } catch (error) {
      if (!isSettling(error) || Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const patient = { initialRetryTime: 200, maxRetryTime: 5_000, retries: 20 };
/** For whoever tries again by itself and must be able to stop soon. */
const hasty = { initialRetryTime: 200, maxRetryTime: 1_000, retries: 3 };

function connection({ clientId, brokers, log }: BrokerOptions, retry: typeof patient): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    logLevel: logLevel.WARN,
    // Its text may quote addresses and groups, never values of events.
    logCreator: () => (entry) => log.warn({ kafka: entry.namespace, text: entry.log.message }, 'kafka'),
    retry,
  });
}

const groupTimes = { sessionTimeout: 10_000, heartbeatInterval: 2_000, maxWaitTimeInMs: 1_000 };

/** The one place that knows kafkajs. */
export class Broker {
  readonly #kafka: Kafka;

  constructor(readonly options: BrokerOptions) {
    this.#kafka = connection(options, this.#patience);
  }

  get #patience() {
    return { ...patient, retries: this.options.retries ?? patient.retries };
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
    const restartOnFailure = () => Promise.resolve(true);
    return this.#kafka.consumer({ groupId, ...groupTimes, retry: { ...this.#patience, restartOnFailure } });
  }

  /** One that gives up soon, also when it was lost: its owner makes another. */
  follower(groupId: string): Consumer {
    const restartOnFailure = () => Promise.resolve(false);
    const retry = { ...hasty, restartOnFailure };
    return connection(this.options, hasty).consumer({ groupId, ...groupTimes, retry });
  }

  /** Forgets a group that nobody will join again. */
  async forgetGroup(groupId: string): Promise<void> {
    const admin = connection(this.options, hasty).admin();
    await admin.connect();
    try {
      await admin.deleteGroups([groupId]);
    } finally {
      await admin.disconnect();
    }
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
        waitForLeaders: false,
      });
      await untilLed(admin, missing);
    } finally {
      await admin.disconnect();
    }
  }
}
