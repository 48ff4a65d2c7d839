// `npm start`: the whole stack with the demo company, until Ctrl-C.
import { existsSync } from 'node:fs';
import { main, run, ToolError } from './command.ts';
import { inRoot, stateFolder } from './paths.ts';
import { say } from './progress.ts';
import { isFree } from './stack/ports.ts';
import { demoSignIns } from './stack/sign-ins.ts';
import { startStack } from './stack/stack.ts';
import { readState } from './stack/state.ts';

async function loadDemo(): Promise<void> {
  const loader = inRoot('tools', 'demo', 'load.ts');
  if (readState(stateFolder).demo || process.env['ANJU_DEMO'] === 'off' || !existsSync(loader)) return;
  say('loading the demo company (only this first time)');
  await run('node', [loader], { live: true, env: { ANJU_STATE: stateFolder } });
}

const stopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });

main(async () => {
  const port = Number(process.env['ANJU_PORT'] ?? 8080);
  if (!(await isFree(port))) throw new ToolError(`port ${port} is taken: set ANJU_PORT to a free one`);
  say('generating and compiling');
  await run('node', [inRoot('tools', 'gen.ts')]);
  await run('node', [inRoot('tools', 'build.ts')]);
  const end = stopped();
  const stack = await startStack({ state: stateFolder, port });
  try {
    await Promise.race([loadDemo(), end]);
    for (const line of demoSignIns(stack.secrets)) console.log(line);
    console.log(`Anju is ready: ${stack.url}`);
    await end;
  } finally {
    say('stopping: requests in flight finish first');
    await stack.stop();
    say('stopped');
  }
});
