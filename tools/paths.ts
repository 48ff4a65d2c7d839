import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname);

/** What is fetched or derived once per checkout. */
export const cache = join(root, 'node_modules', '.cache', 'anju');

/** What a running stack leaves behind: databases, logs, secrets. */
export const stateFolder = process.env['ANJU_STATE'] ?? join(root, '.anju');

export const inRoot = (...parts: string[]): string => join(root, ...parts);

export function folder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];

export const apps = (): string[] => folders(inRoot('apps'));
export const libs = (): string[] => folders(inRoot('libs'));
export const contracts = (): string[] => folders(inRoot('proto', 'anju'));

/** The one list of services; the gateway is not in it because it keeps no data. */
export const services = (): string[] =>
  JSON.parse(readFileSync(inRoot('deploy', 'services.json'), 'utf8')) as string[];
