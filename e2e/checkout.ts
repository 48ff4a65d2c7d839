import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { folder, root } from '../tools/paths.ts';

const parts = ['apps', 'libs', 'proto', 'tools', 'deploy', 'package.json', 'package-lock.json'];
const settings = ['buf.yaml', 'buf.gen.yaml', 'prisma.config.ts', 'tsconfig.json'];
/** Fetched or derived once per checkout, and written in place: copied, never linked. */
const derived = ['stamps', 'proto', 'gen'];

/** The same files under a second name: quick, and whoever replaces one there leaves ours as it is. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

function bringPackages(copy: string): void {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === '.cache') continue;
    if (entry.isDirectory()) linkTree(source, target);
    else cpSync(source, target);
  }
  const cached = readdirSync(join(from, '.cache', 'anju'));
  for (const name of cached.filter((one) => derived.includes(one) || one.startsWith('kafka-')))
    cpSync(join(from, '.cache', 'anju', name), join(to, '.cache', 'anju', name), { recursive: true });
}

/** A copy of this checkout whose sources a test may change. It lies inside, because links cannot leave a disk. */
export function aCheckout(): string {
  const place = folder(join(root, '.anju'));
  // What a killed run left; its processes ended with it.
  for (const old of readdirSync(place).filter((name) => name.startsWith('checkout-')))
    rmSync(join(place, old), { recursive: true, force: true });
  const copy = mkdtempSync(join(place, 'checkout-'));
  // PostgreSQL, which does not run as root, must reach its program in it.
  chmodSync(copy, 0o755);
  for (const name of [...parts, ...settings])
    cpSync(join(root, name), join(copy, name), { recursive: true, preserveTimestamps: true });
  bringPackages(copy);
  return copy;
}
