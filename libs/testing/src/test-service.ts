import {
  create,
  type DescMessage,
  type DescService,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { dutyOf, eventTypes } from '@anju/contracts';
import type { Post } from '@anju/contracts/options';
import { type Clock, newId } from '@anju/kernel';
import { Broker, headersOf, topicOf } from '@anju/messaging';
import {
  createLog,
  migrateService,
  readSettings,
  type RunningService,
  type ServiceDefinition,
  type ServiceSettings,
  serviceSettings,
  startService as startRealService,
} from '@anju/platform';
import { type Identity, keepPosts, keepTenant, keepTies, provision, rolesOf } from '@anju/tenancy';
import type { Client } from '@grpc/grpc-js';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { Pool, type QueryResultRow } from 'pg';
import type { Producer } from 'kafkajs';
import { eventually } from './eventually.js';
import { openChannel, rpcClient, type RpcClient } from './rpc-client.js';
import { aService, TestIssuer } from './tokens.js';
import { leaksWithoutContext, wallBreaches } from './wall.js';

/** A clock that stands where it is put, or runs with the real one. */
export class TestClock implements Clock {
  #fixed: Date | undefined;

  now(): Date {
    return this.#fixed ?? new Date();
  }

  set(time: Date | string | undefined): void {
    this.#fixed = time === undefined ? undefined : new Date(time);
  }
}

export interface HeldPost {
  readonly post: Post;
  /** Every estate when left out. */
  readonly estateIds?: readonly string[];
}

export interface HearOptions {
  readonly tenantId?: string;
  /** The aggregate; a new one when left out. */
  readonly subject?: string;
  /** To send the same event again. */
  readonly id?: string;
  readonly time?: Date;
}

const need = (name: 'ANJU_TEST_PG' | 'ANJU_TEST_KAFKA'): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests with npm run jest, which starts the servers`);
  return value;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const urlFor = (admin: string, user: string, database: string) => {
  const url = new URL(admin);
  url.username = user;
  url.password = 'test';
  url.pathname = `/${database}`;
  return url.toString();
};

interface Parts {
  readonly service: RunningService;
  readonly issuer: TestIssuer;
  readonly clock: TestClock;
  readonly namespace: string;
  /** Past the wall, for looking. */
  readonly admin: Pool;
  readonly producer: Producer;
  readonly applicationUrl: string;
}

/** One service in this process, on a database and topics of its own, spoken to over the real wire. */
export class TestService {
  readonly tenantId = newId();
  readonly otherTenantId = newId();
  readonly #channel: Client;

  constructor(private readonly parts: Parts) {
    this.#channel = openChannel(parts.service.grpcPort);
  }

  get service(): RunningService {
    return this.parts.service;
  }

  get issuer(): TestIssuer {
    return this.parts.issuer;
  }

  get clock(): TestClock {
    return this.parts.clock;
  }

  /** A typed client that calls as `who`; nobody when left out. */
  client<S extends DescService>(service: S, who?: Identity): RpcClient<S> {
    return rpcClient(service, this.#channel, () => (who ? this.issuer.token(who) : Promise.resolve('')));
  }

  /** A member of staff with posts, known to the service at once. */
  async staff(posts: readonly HeldPost[], tenantId = this.tenantId): Promise<Identity> {
    const who: Identity = { kind: 'staff', tenantId, subjectId: newId(), accountId: newId() };
    const grants = posts.map(({ post, estateIds }) => ({ post, estates: estateIds ?? null }));
    await this.service.database.as(tenantId, (work) => keepPosts(work, who.subjectId, grants, new Date()));
    this.service.grants.forget();
    return who;
  }

  /** An owner or occupant with homes in these estates. */
  async resident(
    estateIds: readonly string[],
    tenantId = this.tenantId,
    personId = newId(),
  ): Promise<Identity> {
    const who: Identity = { kind: 'resident', tenantId, subjectId: personId, accountId: newId() };
    await this.service.database.as(tenantId, (work) =>
      keepTies(work, [{ id: personId, estates: estateIds }]),
    );
    this.service.grants.forget();
    return who;
  }

  operator(): Identity {
    return { kind: 'operator', tenantId: '', subjectId: '', accountId: newId() };
  }

  /** Another service of the installation. */
  peer(): Identity {
    return aService;
  }

  /** Sends an event over Kafka and waits until it is handled or parked; answers its id. */
  async hear<S extends DescMessage>(
    schema: S,
    init: MessageInitShape<S>,
    options: HearOptions = {},
  ): Promise<string> {
    const { tenantId = this.tenantId, subject = newId(), id = newId(), time = this.clock.now() } = options;
    const headers = headersOf({ id, type: schema.typeName, tenantId, time, trace: '' });
    const value = Buffer.from(toBinary(schema, create(schema, init)));
    const marker = newId();
    const topic = topicOf(this.parts.namespace, dutyOf(schema.typeName));
    const key = `${tenantId}:${subject}`;
    // Behind it, in the same partition, goes something that is no event: once that is parked, the event was dealt with,
    // also when it had been heard before and changed nothing.
    const end = { key, value: null, headers: { ce_marker: marker } };
    await this.parts.producer.send({ topic, messages: [{ key, value, headers }, end] });
    await eventually(
      async () =>
        (await this.sql("SELECT 1 FROM parked_event WHERE headers->>'ce_marker' = $1", [marker])).length > 0,
    );
    return id;
  }

  /** Puts anything on a duty's topic under an event's headers, also what is no event. */
  async send(
    duty: string,
    message: { key: string; value: Buffer | null },
    { id, type }: { id: string; type: string },
  ): Promise<void> {
    const headers = headersOf({ id, type, tenantId: this.tenantId, time: this.clock.now(), trace: '' });
    await this.parts.producer.send({
      topic: topicOf(this.parts.namespace, duty),
      messages: [{ ...message, headers }],
    });
  }

  /** Events of a type told so far, oldest first. */
  async told<S extends DescMessage>(schema: S): Promise<MessageShape<S>[]> {
    const rows = await this.sql<{ payload: Uint8Array }>(
      'SELECT payload FROM event WHERE type = $1 ORDER BY position',
      [schema.typeName],
    );
    return rows.map((row) => fromBinary(schema, row.payload));
  }

  /** Looks into the database past the wall. */
  async sql<R extends QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    const { rows } = await this.parts.admin.query<R>(text, values);
    return rows;
  }

  /** What is wrong with this database's wall; nothing is right. Call it when tables have rows. */
  async wall(): Promise<string[]> {
    const application = new Pool({ connectionString: this.parts.applicationUrl, max: 1 });
    const ask = async <R extends QueryResultRow>(text: string) => (await application.query<R>(text)).rows;
    try {
      return [
        ...(await wallBreaches(this.sql.bind(this))),
        ...(await leaksWithoutContext(this.sql.bind(this), ask)),
      ];
    } finally {
      await application.end();
    }
  }

  async stop(): Promise<void> {
    this.#channel.close();
    await this.parts.producer.disconnect();
    await this.service.stop();
    this.issuer.stop();
    await this.parts.admin.end();
  }
}

/** Starts the service of `definition` for one test file. `environment` adds its own settings. */
export async function startService(
  definition: ServiceDefinition,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestService> {
  const [adminUrl, kafka] = [need('ANJU_TEST_PG'), need('ANJU_TEST_KAFKA')];
  const mark = randomBytes(4).toString('hex');
  const [database, namespace] = [`test_${definition.name}_${mark}`, `test-${mark}`];
  await provision(adminUrl, definition.name, { owner: 'test', app: 'test', relay: 'test' }, database);
  const roles = rolesOf(definition.name);
  const issuer = await TestIssuer.start();
  const all = {
    DATABASE_URL: urlFor(adminUrl, roles.app, database),
    RELAY_DATABASE_URL: urlFor(adminUrl, roles.relay, database),
    MIGRATION_DATABASE_URL: urlFor(adminUrl, roles.owner, database),
    DATABASE_POOL: '4',
    KAFKA_BROKERS: kafka,
    KAFKA_NAMESPACE: namespace,
    OIDC_ISSUER: issuer.url,
    OIDC_JWKS_URL: issuer.jwksUrl,
    OIDC_TOKEN_URL: issuer.tokenUrl,
    SERVICE_CLIENT_SECRET: 'a-secret-of-tests',
    GRPC_LISTEN: '127.0.0.1:0',
    HEALTH_LISTEN: `127.0.0.1:${await freePort()}`,
    LOG_LEVEL: 'error',
    ...environment,
  };
  const broker = new Broker({
    brokers: kafka.split(','),
    clientId: 'test',
    namespace,
    log: createLog('test', 'error'),
  });
  const duties = new Set([...eventTypes.keys()].map(dutyOf));
  await broker.ensureTopics(
    [...duties].map((duty) => topicOf(namespace, duty)),
    1,
  );
  await migrateService(definition, all);
  const schema = definition.settings ? serviceSettings.extend(definition.settings.shape) : serviceSettings;
  const clock = new TestClock();
  const service = await startRealService(definition, readSettings(schema, all) as ServiceSettings, clock);
  const producer = broker.producer();
  await producer.connect();
  const admin = new Pool({ connectionString: adminUrl.replace(/\/[^/]*$/, `/${database}`), max: 2 });
  const test = new TestService({
    service,
    issuer,
    clock,
    namespace,
    admin,
    producer,
    applicationUrl: all.DATABASE_URL,
  });
  for (const tenant of [test.tenantId, test.otherTenantId]) {
    await service.database.as(tenant, (work) => keepTenant(work, tenant, tenant.slice(-8)));
  }
  return test;
}
