import { readSettings } from '@anju/platform';
import { startGateway } from '../apps/gateway/src/gateway.js';
import { type GatewaySettings, gatewaySettings } from '../apps/gateway/src/settings.js';
import { gatewayEnvironment, type Places } from '../tools/stack/environment.ts';
import { readState, secretsOf } from '../tools/stack/state.ts';

const folder = process.env['ANJU_STATE'] ?? '';

/** Where the parts of the stack under test are. */
export function places(): Places {
  const { ports, url } = readState(folder);
  const { postgresPassword } = secretsOf(folder);
  return {
    ports,
    url: process.env['ANJU_E2E_URL'] ?? url,
    postgres:
      process.env['ANJU_PG_URL'] ??
      `postgresql://postgres:${postgresPassword}@127.0.0.1:${ports['postgres'] ?? 0}/postgres`,
    kafka: process.env['ANJU_KAFKA'] ?? `127.0.0.1:${ports['kafka'] ?? 0}`,
  };
}

export function replicaSettings(environment: Readonly<Record<string, string>> = {}): GatewaySettings {
  const own = { HTTP_LISTEN: '127.0.0.1:0', LOG_LEVEL: 'silent' };
  return readSettings(gatewaySettings, {
    ...gatewayEnvironment(places(), secretsOf(folder)),
    ...own,
    ...environment,
  });
}

/** One more gateway before the stack's services, in this process. */
export const aReplica = (environment: Readonly<Record<string, string>> = {}) =>
  startGateway(replicaSettings(environment));
