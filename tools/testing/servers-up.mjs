import { startTestServers } from './servers.ts';
import { exitOnSignals } from './throw-away.ts';

/** One PostgreSQL and one Kafka for all service tests, unless the variables name servers that run already. */
export default async function serversUp() {
  if (process.env.ANJU_TEST_PG && process.env.ANJU_TEST_KAFKA) return;
  exitOnSignals();
  const servers = await startTestServers();
  process.env.ANJU_TEST_PG = servers.postgres;
  process.env.ANJU_TEST_KAFKA = servers.kafka;
  globalThis.anjuTestServers = servers;
}
