import { readSettings, type ServiceDefinition, type ServiceSettings, serviceSettings } from '@anju/platform';
import { createServer } from 'node:net';
import { directory } from '../apps/directory/src/directory.module.js';
import { startGateway } from '../apps/gateway/src/gateway.js';
import { type GatewaySettings, gatewaySettings } from '../apps/gateway/src/settings.js';
import { identity } from '../apps/identity/src/identity.module.js';
import { gatewayEnvironment, type Places, serviceEnvironment } from '../tools/stack/environment.ts';
import { readState, secretsOf } from '../tools/stack/state.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const folder = process.env['ANJU_STATE'] ?? '';

/** Where the parts of the stack under test are. */
export function places(): Places {
  const { ports, url } = readState(folder);
  const { postgresPassword } = secretsOf(folder);
  return {
    folder,
    ports,
    url: process.env['ANJU_E2E_URL'] ?? url,
    postgres:
      process.env['ANJU_PG_URL'] ??
      `postgresql://postgres:${postgresPassword}@127.0.0.1:${ports['postgres'] ?? 0}/postgres`,
    kafka: process.env['ANJU_KAFKA'] ?? `127.0.0.1:${ports['kafka'] ?? 0}`,
  };
}

export function replicaSettings(environment: Environment = {}): GatewaySettings {
  const own = { HTTP_LISTEN: '127.0.0.1:0', LOG_LEVEL: 'silent' };
  return readSettings(gatewaySettings, {
    ...gatewayEnvironment(places(), secretsOf(folder)),
    ...own,
    ...environment,
  });
}

/** One more gateway before the stack's services, in this process. */
export const aReplica = (environment: Environment = {}) => startGateway(replicaSettings(environment));

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const definitions: Readonly<Record<'directory' | 'identity', ServiceDefinition>> = { directory, identity };

/** One more process's worth of a service, on the stack's databases and with settings of its own. */
export async function aPeer(name: 'directory' | 'identity', environment: Environment) {
  const definition = definitions[name];
  const schema = serviceSettings.extend(definition.settings?.shape ?? {});
  const settings = readSettings(schema, {
    ...serviceEnvironment(name, places(), secretsOf(folder)),
    ...{ GRPC_LISTEN: '127.0.0.1:0', HEALTH_LISTEN: `127.0.0.1:${await freePort()}` },
    ...{ HTTP_LISTEN: `127.0.0.1:${await freePort()}`, LOG_LEVEL: 'silent' },
    ...environment,
  });
  return { definition, settings: settings as ServiceSettings };
}
