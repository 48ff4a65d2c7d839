import { rmSync } from 'node:fs';

export default async function stackDown() {
  if (!globalThis.anjuStack) return;
  await globalThis.anjuStack.stop();
  rmSync(process.env.ANJU_STATE, { recursive: true, force: true });
}
