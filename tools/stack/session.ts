import { existsSync } from 'node:fs';
import { run, ToolError } from '../command.ts';
import { inRoot, stateFolder } from '../paths.ts';
import { say } from '../progress.ts';
import { endLeftovers } from './leftovers.ts';
import { isFree } from './ports.ts';
import { demoSignIns } from './sign-ins.ts';
import { type Stack, startStack } from './stack.ts';
import { readState } from './state.ts';

async function loadDemo(): Promise<void> {
  const loader = inRoot('tools', 'demo', 'load.ts');
  if (readState(stateFolder).demo || process.env['ANJU_DEMO'] === 'off' || !existsSync(loader)) return;
  say('loading the demo company (only this first time)');
  await run('node', [loader], { live: true, env: { ANJU_STATE: stateFolder } });
}

/** Signals may come twice, from the terminal and from npm; the first one counts. */
function asked(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  return stopping.signal;
}

const over = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** A person's stack: up, filled, announced, and down again on Ctrl-C or SIGTERM. */
export async function session(whileUp?: (stack: Stack) => void): Promise<void> {
  const port = Number(process.env['ANJU_PORT'] ?? 8080);
  await endLeftovers(stateFolder);
  if (!(await isFree(port))) throw new ToolError(`port ${port} is taken: set ANJU_PORT to a free one`);
  say('generating and compiling');
  await run('node', [inRoot('tools', 'gen.ts')]);
  await run('node', [inRoot('tools', 'build.ts')]);
  const signal = asked();
  const stack = await startStack({ state: stateFolder, port, signal });
  try {
    await Promise.race([loadDemo(), over(signal)]);
    whileUp?.(stack);
    for (const line of demoSignIns(stack.secrets)) console.log(line);
    if (!signal.aborted) console.log(`Anju is ready: ${stack.url}`);
    await over(signal);
  } finally {
    say('stopping: requests in flight finish first');
    await stack.stop();
    say('stopped');
  }
}
