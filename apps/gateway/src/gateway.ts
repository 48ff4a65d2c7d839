import { dutyOf, eventTypes } from '@anju/contracts';
import { Broker, follow } from '@anju/messaging';
import { createLog, ServiceClients } from '@anju/platform';
import { TokenVerifier } from '@anju/tenancy';
import { fastify } from 'fastify';
import { Live } from './live.js';
import { furnish } from './server.js';
import { Sessions } from './sessions.js';
import type { GatewaySettings } from './settings.js';
import { Upstream } from './upstream.js';

export interface RunningGateway {
  readonly url: string;
  stop(): Promise<void>;
}

const split = (address: string): [string, number] => {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at) || '0.0.0.0', Number(address.slice(at + 1))];
};

/** Starts the public door in this process. */
export async function startGateway(settings: GatewaySettings): Promise<RunningGateway> {
  const log = createLog('gateway', settings.LOG_LEVEL);
  const upstream = new Upstream(settings.SERVICE_ADDRESSES);
  const clients = new ServiceClients(settings);
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = settings;
  const verifier = new TokenVerifier({ issuer, audience, jwksUrl });
  const doors = { upstream, verifier, sessions: new Sessions(settings, clients) };
  const live = new Live(upstream);
  // Bare Fastify: routes come from the descriptors, so Nest would have nothing to bind here.
  const app = fastify({
    trustProxy: (_: string, hop: number) => hop < settings.TRUSTED_PROXIES,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  await furnish(app, { doors, live, settings, log });
  const [host, port] = split(settings.HTTP_LISTEN);
  const url = await app.listen({ host, port });
  const broker = new Broker({
    brokers: settings.KAFKA_BROKERS,
    clientId: 'gateway',
    namespace: settings.KAFKA_NAMESPACE,
    log,
  });
  const duties = [...new Set([...eventTypes.keys()].map(dutyOf))];
  // Live updates are a comfort: the door opens without them and they begin when the broker can be reached.
  const following = follow(broker, duties, (record) => live.tell(record)).catch((error: unknown) => {
    log.error({ error }, 'no live updates');
    return () => Promise.resolve();
  });
  return {
    url,
    stop: async () => {
      live.stop();
      await (
        await following
      )();
      await app.close();
      upstream.close();
      clients.close();
    },
  };
}
