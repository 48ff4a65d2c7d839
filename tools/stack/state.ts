import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../paths.ts';

/** What a stack remembers from start to start. */
export interface State {
  ports: Record<string, number>;
  /** Where the gateway answers; empty while the stack is down. */
  url: string;
  pids: Record<string, number>;
  /** Fingerprint of the migrations that ran, per service. */
  migrated?: Record<string, string>;
  /** Set by the demo company's loader when it is all in. */
  demo?: { loadedAt: string };
}

/** Made at the first start, for this stack alone; nothing has a built-in secret. */
export interface Secrets {
  postgresPassword: string;
  ownerPassword: string;
  appPassword: string;
  relayPassword: string;
  masterKey: string;
  gatewayClientSecret: string;
  serviceClientSecret: string;
  clockKey: string;
  operatorLogin: string;
  operatorPassword: string;
  demoPassword: string;
}

const text = (bytes = 18) => randomBytes(bytes).toString('base64url');

const newSecrets = (): Secrets => ({
  postgresPassword: text(),
  ownerPassword: text(),
  appPassword: text(),
  relayPassword: text(),
  masterKey: randomBytes(32).toString('base64'),
  gatewayClientSecret: text(),
  serviceClientSecret: text(),
  clockKey: text(),
  operatorLogin: 'operator',
  operatorPassword: text(9),
  demoPassword: `anju-${text(6)}`,
});

const read = <T>(file: string): T | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;

function write(file: string, value: object, mode: number): void {
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 2), { mode });
  renameSync(`${file}.new`, file);
}

export const readState = (stateFolder: string): State =>
  read<State>(join(stateFolder, 'state.json')) ?? { ports: {}, url: '', pids: {} };

export const writeState = (stateFolder: string, state: State): void =>
  write(join(folder(stateFolder), 'state.json'), state, 0o644);

export function secretsOf(stateFolder: string): Secrets {
  const file = join(folder(stateFolder), 'secrets.json');
  const secrets = { ...newSecrets(), ...read<Partial<Secrets>>(file) };
  write(file, secrets, 0o600);
  return secrets;
}
