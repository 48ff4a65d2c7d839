import { mkdtempSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../stack/stack.ts';

/** A whole stack of its own for the end-to-end tests, unless ANJU_E2E_URL names one that runs already. */
export default async function stackUp() {
  if (process.env.ANJU_E2E_URL) return;
  const state = mkdtempSync(join(tmpdir(), 'anju-e2e-'));
  chmodSync(state, 0o755);
  const stack = await startStack({ state });
  process.env.ANJU_E2E_URL = stack.url;
  process.env.ANJU_STATE = state;
  globalThis.anjuStack = stack;
}
