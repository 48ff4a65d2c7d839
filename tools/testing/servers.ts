import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import { startKafka } from '../stack/kafka.ts';
import { portFor } from '../stack/ports.ts';
import { startPostgres } from '../stack/postgres.ts';

export interface TestServers {
  postgres: string;
  kafka: string;
  stop(): Promise<void>;
}

/** A PostgreSQL and a Kafka that nobody else uses and that leave nothing behind. */
export async function startTestServers(): Promise<TestServers> {
  const state = mkdtempSync(join(tmpdir(), 'anju-test-'));
  chmodSync(state, 0o755);
  const ports: Record<string, number> = {};
  const [port, kafkaPort, controllerPort] = [
    await portFor('postgres', ports),
    await portFor('kafka', ports),
    await portFor('controller', ports),
  ];
  const [postgres, kafka] = await Promise.all([
    startPostgres({ state, port, password: 'test', fleeting: true }),
    startKafka({ state, port: kafkaPort, controllerPort }),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), kafka.stop()]);
    rmSync(state, { recursive: true, force: true });
  };
  return { postgres: postgres.address, kafka: kafka.address, stop };
}
