import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { thirdParty } from './codegen/third-party-protos.ts';
import { attempt, run } from './command.ts';
import { writeIfDifferent } from './fingerprint.ts';
import { cache, folder } from './paths.ts';

const succeeds = async (...args: string[]): Promise<string | undefined> => {
  const { code, output } = await attempt('git', args);
  return code === 0 ? output.trim() : undefined;
};

/** What was released last: a tag, else where this branch left origin/main, else the commit before. */
async function baseline(): Promise<string> {
  const tag = await succeeds('describe', '--tags', '--abbrev=0', '--match=v*');
  if (tag) return tag;
  const [base, head] = [
    await succeeds('merge-base', 'HEAD', 'origin/main'),
    await succeeds('rev-parse', 'HEAD'),
  ];
  return base && base !== head ? base : 'HEAD~1';
}

/** `buf breaking`: an old reader must still understand new messages, on the wire and in JSON. */
export async function contractUnbroken(): Promise<void> {
  const ref = await baseline();
  if ((await succeeds('cat-file', '-e', `${ref}:proto/anju`)) === undefined) return;
  const old = join(cache, 'baseline');
  rmSync(old, { recursive: true, force: true });
  // A git input cannot see the published protos, which are not committed: lay both out side by side.
  await run('sh', ['-c', `git archive ${ref} proto | tar -x -C '${folder(old)}'`]);
  cpSync(thirdParty, join(old, 'third-party'), { recursive: true });
  writeIfDifferent(join(old, 'buf.yaml'), 'version: v2\nmodules: [{ path: proto }, { path: third-party }]\n');
  await run('buf', ['breaking', 'proto', '--against', join(old, 'proto')]);
}
