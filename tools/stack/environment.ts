import { join } from 'node:path';
import { services } from '../paths.ts';
import type { Secrets } from './state.ts';

/** Where the parts of one stack are. */
export interface Places {
  /** Where the stack keeps its state. */
  folder: string;
  /** A role that may create databases. */
  postgres: string;
  kafka: string;
  url: string;
  ports: Record<string, number>;
  smtp?: string | undefined;
}

type Variables = Record<string, string>;

const on = (port: number | undefined) => `127.0.0.1:${port ?? 0}`;

export function databaseUrl(
  admin: string,
  service: string,
  role: 'owner' | 'app' | 'relay',
  password: string,
): string {
  const url = new URL(admin);
  url.username = `anju_${service}_${role}`;
  url.password = password;
  url.pathname = `/anju_${service}`;
  return url.toString();
}

/** Variables every process gets: who issues tokens, where the others are. */
function commonVariables(places: Places, secrets: Secrets): Variables {
  const { ports, url } = places;
  const identity = `http://${on(ports['identity-http'])}`;
  return {
    NODE_ENV: 'production',
    KAFKA_BROKERS: places.kafka,
    // Services ask identity itself; people and programs come through the gateway, whose address is the issuer's name.
    OIDC_ISSUER: `${url}/oidc`,
    OIDC_JWKS_URL: `${identity}/oidc/jwks`,
    OIDC_TOKEN_URL: `${identity}/oidc/token`,
    SERVICE_ADDRESSES: services()
      .map((name) => `${name}=${on(ports[name])}`)
      .join(','),
    SERVICE_CLIENT_SECRET: secrets.serviceClientSecret,
    PUBLIC_URL: url,
    CLOCK_KEY: secrets.clockKey,
  };
}

const own: Record<string, (places: Places, secrets: Secrets) => Variables> = {
  identity: ({ ports }, secrets) => ({
    HTTP_LISTEN: on(ports['identity-http']),
    MASTER_KEY: secrets.masterKey,
    OPERATOR_LOGIN: secrets.operatorLogin,
    OPERATOR_PASSWORD: secrets.operatorPassword,
    GATEWAY_CLIENT_SECRET: secrets.gatewayClientSecret,
  }),
  ticketing: ({ folder }) => ({ BLOB_DIR: join(folder, 'blobs') }),
  directory: (_, secrets) => ({ MASTER_KEY: secrets.masterKey }),
  notification: ({ smtp }) => ({ MAIL_FROM: 'Anju <anju@localhost>', ...(smtp ? { SMTP_URL: smtp } : {}) }),
};

/** Everything one service needs to start, and its owner's address for `migrate`. */
export function serviceEnvironment(name: string, places: Places, secrets: Secrets): Variables {
  const { ports, postgres } = places;
  return {
    ...commonVariables(places, secrets),
    DATABASE_URL: databaseUrl(postgres, name, 'app', secrets.appPassword),
    RELAY_DATABASE_URL: databaseUrl(postgres, name, 'relay', secrets.relayPassword),
    MIGRATION_DATABASE_URL: databaseUrl(postgres, name, 'owner', secrets.ownerPassword),
    GRPC_LISTEN: on(ports[name]),
    HEALTH_LISTEN: on(ports[`${name}-health`]),
    ...own[name]?.(places, secrets),
  };
}

export function gatewayEnvironment(places: Places, secrets: Secrets): Variables {
  return {
    ...commonVariables(places, secrets),
    HTTP_LISTEN: on(places.ports['gateway']),
    IDENTITY_HTTP_URL: `http://${on(places.ports['identity-http'])}`,
    GATEWAY_CLIENT_SECRET: secrets.gatewayClientSecret,
  };
}
