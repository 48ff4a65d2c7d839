import { run } from '../command.ts';
import { fingerprint } from '../fingerprint.ts';
import { inRoot, libs, services } from '../paths.ts';
import { inParallel } from '../progress.ts';
import { type Places, serviceEnvironment } from './environment.ts';
import { readState, type Secrets, writeState } from './state.ts';

/** Brings one service's database and topic up to date. */
export async function migrate(name: string, places: Places, secrets: Secrets): Promise<void> {
  // Compiled by now; this tool itself runs without a build.
  const { provision } = await import('@anju/tenancy');
  const passwords = { owner: secrets.ownerPassword, app: secrets.appPassword, relay: secrets.relayPassword };
  await provision(places.postgres, name, passwords);
  const env = serviceEnvironment(name, places, secrets);
  await run('node', [inRoot('apps', name, 'dist', 'main.js'), 'migrate'], { env });
}

const migrationsOf = (name: string): string =>
  fingerprint(
    ...libs().map((lib) => inRoot('libs', lib, 'migrations')),
    inRoot('apps', name, 'prisma', 'migrations'),
  );

/** Migrates every service, passing over those whose migrations all ran here before when the servers kept them. */
export async function migrateAll(
  folder: string,
  kept: boolean,
  places: Places,
  secrets: Secrets,
): Promise<void> {
  const done = kept ? (readState(folder).migrated ?? {}) : {};
  const due = services().filter((name) => done[name] !== migrationsOf(name));
  await inParallel(due, 3, (name) => migrate(name, places, secrets));
  const migrated = Object.fromEntries(services().map((name) => [name, migrationsOf(name)]));
  writeState(folder, { ...readState(folder), migrated });
}
