import 'reflect-metadata';
import type { DescService } from '@bufbuild/protobuf';
import { type Clock, systemClock } from '@anju/kernel';
import {
  appendEvents,
  Broker,
  EventConsumer,
  Inbox,
  messagingMigrations,
  Relay,
  topicOf,
} from '@anju/messaging';
import {
  Database,
  GrantReader,
  migrate,
  type SqlClient,
  tenancyMigrations,
  TokenVerifier,
  type TransactionClient,
} from '@anju/tenancy';
import {
  Catch,
  type DynamicModule,
  type INestMicroservice,
  type RpcExceptionFilter,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type Observable, throwError } from 'rxjs';
import { z } from 'zod';
import { AccessEvents } from './access-events.js';
import { CallerReader } from './caller.js';
import { serveHealth } from './health.js';
import { Housekeeping } from './housekeeping.js';
import { createLog, type Log, LOGGER } from './log.js';
import { NestLog } from './nest-log.js';
import { ServiceClients } from './service-clients.js';
import { ServiceServer } from './service-server.js';
import {
  migrationSettings,
  readSettings,
  type ServiceSettings,
  serviceSettings,
  SETTINGS,
  tokenRulesOf,
} from './settings.js';

/** Injection token of the clock. */
export const CLOCK = Symbol('clock');

export interface ServiceDefinition {
  /** Folder, database, topic and proto package all follow from it. */
  readonly name: string;
  /** The app's folder. */
  readonly folder: string;
  readonly module: Type;
  readonly rpc: readonly DescService[];
  /** Makes the service's generated Prisma client. */
  readonly connect: (adapter: PrismaPg, url: string) => TransactionClient<SqlClient>;
  /** Settings of its own, beside the common ones. */
  readonly settings?: z.ZodObject;
  /** Further commands of `node main.js <command>`. */
  readonly commands?: Readonly<Record<string, (service: RunningService) => Promise<void>>>;
}

export interface RunningService {
  readonly app: INestMicroservice;
  readonly database: Database;
  readonly grants: GrantReader;
  readonly inbox: Inbox;
  readonly grpcPort: number;
  stop(): Promise<void>;
}

/** Nest would hide what a handler threw behind "Internal server error"; our transport needs the error itself. */
@Catch()
class AsThrown implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

class Root {}

interface Parts {
  readonly settings: ServiceSettings;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly clients: ServiceClients;
}

const rootModule = (definition: ServiceDefinition, parts: Parts): DynamicModule => {
  const providers = [
    { provide: SETTINGS, useValue: parts.settings },
    { provide: LOGGER, useValue: parts.log },
    { provide: CLOCK, useValue: parts.clock },
    { provide: Database, useValue: parts.database },
    { provide: ServiceClients, useValue: parts.clients },
  ];
  const exports = providers.map((provider) => provider.provide);
  return {
    module: Root,
    global: true,
    imports: [definition.module],
    controllers: [AccessEvents],
    providers: [...providers, Housekeeping],
    exports,
  };
};

const connectionOf = (settings: ServiceSettings) =>
  new PrismaPg({
    connectionString: settings.DATABASE_URL,
    max: settings.DATABASE_POOL,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  });

async function ping(database: Database): Promise<boolean> {
  return database.tenants().then(
    () => true,
    () => false,
  );
}

/** Everything a service stands on, made from its settings and not yet started. */
function partsOf(definition: ServiceDefinition, settings: ServiceSettings, clock: Clock) {
  const { name } = definition;
  const log = createLog(name, settings.LOG_LEVEL);
  const broker = new Broker({
    brokers: settings.KAFKA_BROKERS,
    clientId: name,
    namespace: settings.KAFKA_NAMESPACE,
    log,
  });
  const database = new Database(
    definition.connect(connectionOf(settings), settings.DATABASE_URL),
    appendEvents,
    clock,
  );
  const clients = new ServiceClients(settings);
  const grants = new GrantReader(database);
  const callers = new CallerReader(new TokenVerifier(tokenRulesOf(settings)), grants, settings.CLOCK_KEY);
  const server = new ServiceServer({
    services: definition.rpc,
    listen: settings.GRPC_LISTEN,
    database,
    callers,
    log,
  });
  const followEventTime = settings.CLOCK_KEY !== undefined;
  const inbox = new Inbox({ database, log, dispatch: (type) => server.dispatch(type), followEventTime });
  const relay = new Relay(settings.RELAY_DATABASE_URL, broker, name, log, async (tenants) => {
    for (const tenant of tenants) await inbox.replay(tenant);
  });
  return { settings, log, clock, broker, database, clients, grants, server, inbox, relay };
}

/** A consumer that kafkajs gave up ends the process, so that whoever watches starts it afresh. */
function endProcess(log: Log) {
  return (error: unknown): void => {
    log.error({ error }, 'consumer died');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  };
}

// Far longer than kafkajs tries before it says that a broker is away: an outage of it restarts nobody.
const longestSilence = 5 * 60_000;

/** Starts a service in this process and returns when it answers. */
export async function startService(
  definition: ServiceDefinition,
  settings: ServiceSettings,
  clock = systemClock,
): Promise<RunningService> {
  const parts = partsOf(definition, settings, clock);
  const { log, broker, database, server, inbox, relay, grants, clients } = parts;
  const root = rootModule(definition, parts);
  const app = await NestFactory.createMicroservice(root, {
    strategy: server,
    logger: new NestLog(log),
    abortOnError: false,
  });
  app.useGlobalFilters(new AsThrown());
  await app.listen();
  relay.start();
  const consumer = new EventConsumer(broker, definition.name, server.heardDuties, inbox, endProcess(log));
  // A broker that is away must not keep a desk from answering: the consumer joins when it can.
  const joining = consumer.start();
  const health = await serveHealth(settings.HEALTH_LISTEN, {
    live: () => Math.min(consumer.lastSign, relay.lastSign) > Date.now() - longestSilence,
    missing: async () => [
      ...((await ping(database)) ? [] : ['database']),
      ...(consumer.joined ? [] : ['consumer']),
    ],
  });
  const stoppable = { app, server, consumer, relay, health, database, clients, joining };
  return { app, database, grants, inbox, grpcPort: server.port, stop: () => stopService(stoppable) };
}

interface Stoppable {
  readonly app: INestMicroservice;
  readonly server: ServiceServer;
  readonly consumer: EventConsumer;
  readonly relay: Relay;
  readonly health: Server;
  readonly database: Database;
  readonly clients: ServiceClients;
  readonly joining: Promise<void>;
}

/** No new work, then what is in flight, then what it stood on. */
async function stopService(parts: Stoppable): Promise<void> {
  parts.server.setServing(false);
  await parts.consumer.stop();
  await parts.joining;
  await parts.app.close();
  await parts.relay.stop();
  parts.health.close();
  parts.clients.close();
  await parts.database.close();
}

/** Brings the service's database and topic up to date; run by a job before new processes start. */
export async function migrateService(
  definition: ServiceDefinition,
  environment = process.env,
): Promise<void> {
  const settings = readSettings(migrationSettings, environment);
  const log = createLog(definition.name, 'info');
  const own = join(definition.folder, 'prisma', 'migrations');
  const applied = await migrate(settings.MIGRATION_DATABASE_URL, [
    ['tenancy', tenancyMigrations],
    ['messaging', messagingMigrations],
    [definition.name, own],
  ]);
  const broker = new Broker({
    brokers: settings.KAFKA_BROKERS,
    clientId: definition.name,
    namespace: settings.KAFKA_NAMESPACE,
    log,
  });
  await broker.ensureTopics([topicOf(settings.KAFKA_NAMESPACE, definition.name)]);
  log.info({ applied }, 'migrated');
}

/** A service's whole main: `migrate` and other commands do their work and end, anything else serves until SIGTERM. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const command = process.argv[2];
  if (command === 'migrate') return migrateService(definition);
  const own = definition.settings;
  const settings = readSettings(own ? serviceSettings.extend(own.shape) : serviceSettings) as ServiceSettings;
  const service = await startService(definition, settings);
  const action = command === undefined ? undefined : definition.commands?.[command];
  if (action) return action(service).finally(() => service.stop());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void service.stop().then(() => process.exit()));
  }
}
