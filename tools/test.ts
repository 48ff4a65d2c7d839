// `npm test`: everything, fast first; stops at the first kind that fails.
import { runJest, runSteps, staticSteps, type Tally } from './checks.ts';
import { main } from './command.ts';

main(async () => {
  await runSteps(staticSteps);
  const total: Tally = { passed: 0, failed: 0 };
  for (const project of ['unit', 'service', 'e2e', 'browser', 'outages', 'dev'] as const) {
    const { passed, failed } = await runJest(project);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) break;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
});
