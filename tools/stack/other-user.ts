import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '../command.ts';

export interface Identity {
  uid?: number;
  gid?: number;
}

const nobody = { uid: 65534, gid: 65534 };
const isRoot = (): boolean => userInfo().uid === 0;

/** Who runs what refuses to run as root; the owner of existing data stays its owner. */
export function identityFor(data: string): Identity {
  if (!isRoot()) return {};
  const { uid, gid } = existsSync(data) ? statSync(data) : nobody;
  return uid === 0 ? nobody : { uid, gid };
}

function isOpenToAll(path: string): boolean {
  return path === dirname(path) || ((statSync(path).mode & 0o001) !== 0 && isOpenToAll(dirname(path)));
}

/** Where another user can reach what would lie at `path`: there, unless that is below a closed home such as /root. */
export function openPlace(path: string): string {
  if (!isRoot() || isOpenToAll(dirname(path))) return path;
  const place = join('/var/tmp', `anju-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  if (statSync(place).uid !== 0) throw new ToolError(`${place} belongs to someone else: remove it`);
  return join(place, 'content');
}

/** The same files where another user can reach them; copied once. */
export function openCopy(path: string): string {
  const place = openPlace(path);
  if (existsSync(place)) return place;
  const arriving = `${place}.${process.pid}`;
  cpSync(path, arriving, { recursive: true, verbatimSymlinks: true });
  renameSync(arriving, place);
  return place;
}
