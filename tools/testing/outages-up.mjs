import { startStack } from '../stack/stack.ts';
import { openSwitchboard } from './switchboard.ts';
import { exitOnSignals, throwAwayFolder } from './throw-away.ts';

/** A stack that nobody else uses, because parts of it go down. */
export default async function outagesUp() {
  exitOnSignals();
  const state = throwAwayFolder();
  const stack = await startStack({ state });
  const switchboard = await openSwitchboard(stack, state);
  process.env.ANJU_OUTAGES = JSON.stringify({ url: stack.url, state, switchboard: switchboard.url });
  globalThis.anjuOutages = { stack, state, switchboard };
}
