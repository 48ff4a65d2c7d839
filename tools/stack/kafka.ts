import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { run, ToolError } from '../command.ts';
import { folder } from '../paths.ts';
import { until } from '../progress.ts';
import { kafkaJars } from './kafka-jars.ts';
import type { Server } from './postgres.ts';
import { hasEnded, lastLines, launch, logOf, stop } from './process.ts';

interface Options {
  state: string;
  port: number;
  controllerPort: number;
}

const cluster = 'YW5qdS1sb2NhbC1zdGFjaw';
const jvm = [
  '-Xms96m',
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-Xshare:auto',
];

const properties = ({ port, controllerPort }: Options, data: string): string =>
  `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=4194304
num.partitions=3
`;

/** A console appender only: what Kafka ships writes to many files beside its installation. */
const logging = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR" shutdownHook="disable">
  <Appenders><Console name="out"><PatternLayout pattern="%d{ISO8601} %p %c{1} %m%n"/></Console></Appenders>
  <Loggers><Root level="WARN"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
`;

/** A newborn broker answers long before its group coordinator does; consumers must not meet it in between. */
async function answers(address: string): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [address],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    requestTimeout: 3000,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    // kafkajs knows no broker to ask for a coordinator until it has asked for metadata once.
    await admin.listTopics();
    await admin.fetchOffsets({ groupId: 'anju-readiness', topics: [] });
    return true;
  } finally {
    await admin.disconnect();
  }
}

export async function startKafka(options: Options): Promise<Server> {
  const jars = await kafkaJars();
  const home = folder(join(options.state, 'kafka'));
  const data = join(home, 'data');
  const config = join(home, 'server.properties');
  writeFileSync(config, properties(options, data));
  writeFileSync(join(home, 'log4j2.xml'), logging);
  const java = [...jvm, `-Dlog4j2.configurationFile=${join(home, 'log4j2.xml')}`, '-cp', jars];
  const fresh = !existsSync(join(data, 'meta.properties'));
  if (fresh) {
    rmSync(data, { recursive: true, force: true });
    await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', config]);
  }
  const log = logOf(options.state, 'kafka');
  const child = launch({ name: 'kafka', command: 'java', args: [...java, 'kafka.Kafka', config] }, log);
  const address = `127.0.0.1:${options.port}`;
  await until(
    'Kafka',
    async () => {
      if (hasEnded(child)) throw new ToolError(`Kafka did not start:\n${lastLines(log)}`);
      return answers(address);
    },
    { seconds: 120, every: 300 },
  );
  return { address, fresh, pid: child.pid ?? 0, stop: async () => void (await stop(child, 'SIGTERM', 20)) };
}
