// `npm run check`: what every commit must pass; needs no server.
import { runJest, runSteps, staticSteps } from './checks.ts';
import { main, ToolError } from './command.ts';

main(async () => {
  await runSteps(staticSteps);
  if ((await runJest('unit')).failed > 0) throw new ToolError('unit tests failed');
});
