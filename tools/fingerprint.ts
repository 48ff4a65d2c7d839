import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { cache, folder, root } from './paths.ts';

/** Every file below a folder, in a stable order; a file is its own list. */
export function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** One hash over names and contents, the same in every checkout. */
export function fingerprint(...paths: string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow))
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const stampFile = (name: string): string => join(folder(join(cache, 'stamps')), name);

/** Runs `work` only when its inputs differ from those of its last success, or its output is gone. */
export async function whenChanged(
  name: string,
  inputs: string,
  output: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const stamp = stampFile(name);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false;
  await work();
  writeFileSync(stamp, inputs);
  return true;
}

/** Writes only what differs, so that whoever watches the file sees no change that is none. */
export function writeIfDifferent(file: string, content: string | Buffer): boolean {
  const bytes = Buffer.from(content);
  if (existsSync(file) && readFileSync(file).equals(bytes)) return false;
  folder(dirname(file));
  writeFileSync(file, bytes);
  return true;
}

/** Makes `to` hold exactly the files of `from` and `keep`, touching none that is already right. */
export function mirror(from: string, to: string, keep: readonly string[] = []): void {
  const wanted = new Set(keep);
  for (const file of filesBelow(from)) {
    const target = join(to, relative(from, file));
    wanted.add(target);
    writeIfDifferent(target, readFileSync(file));
  }
  for (const file of filesBelow(to)) if (!wanted.has(file)) rmSync(file);
}
