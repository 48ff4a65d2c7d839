import { rmSync } from 'node:fs';

export default async function outagesDown() {
  const { stack, state, switchboard } = globalThis.anjuOutages ?? {};
  if (!stack) return;
  await stack.stop();
  await switchboard.stop();
  rmSync(state, { recursive: true, force: true });
}
