import { startStack } from '../stack/stack.ts';
import { exitOnSignals, throwAwayFolder } from './throw-away.ts';

/** A whole stack of its own for the end-to-end tests, unless ANJU_E2E_URL names one that runs already. */
export default async function stackUp() {
  if (process.env.ANJU_E2E_URL) return;
  exitOnSignals();
  const state = throwAwayFolder();
  const stack = await startStack({ state });
  process.env.ANJU_E2E_URL = stack.url;
  process.env.ANJU_STATE = state;
  globalThis.anjuStack = stack;
}
