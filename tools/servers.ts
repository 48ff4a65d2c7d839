// `node tools/servers.ts`: a throw-away PostgreSQL and Kafka for tests, until Ctrl-C. Prints the two variables that
// make `npm run jest` use them instead of starting its own.
import { main } from './command.ts';
import { say } from './progress.ts';
import { startTestServers } from './testing/servers.ts';

main(async () => {
  const servers = await startTestServers();
  say('servers are up; in another terminal:');
  console.log(`export ANJU_TEST_PG='${servers.postgres}' ANJU_TEST_KAFKA='${servers.kafka}'`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  await servers.stop();
});
