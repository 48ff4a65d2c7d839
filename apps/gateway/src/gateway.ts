import { dutyOf, eventTypes } from '@anju/contracts';
import { Broker, Following } from '@anju/messaging';
import { createLog, type Log, ServiceClients, tokenRulesOf } from '@anju/platform';
import { TokenVerifier } from '@anju/tenancy';
import { fastify, type FastifyInstance } from 'fastify';
import { Live } from './live.js';
import { OidcClient } from './oidc-client.js';
import { furnish } from './server.js';
import { SessionTokens } from './session-tokens.js';
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

/** Live updates are a comfort: the door opens without the broker, and they begin when it can be reached. */
function followEvents(settings: GatewaySettings, log: Log, live: Live): Following {
  const { KAFKA_BROKERS: brokers, KAFKA_NAMESPACE: namespace } = settings;
  const broker = new Broker({ brokers, clientId: 'gateway', namespace, log });
  const duties = [...new Set([...eventTypes.keys()].map(dutyOf))];
  return new Following(broker, duties, {
    each: (record) => live.tell(record),
    gap: () => live.endAll(),
  });
}

/** Lets requests in flight finish. A connection that a browser opened and never used would hold the door for a minute. */
async function drain(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), 10_000);
  await app.close();
  clearTimeout(cut);
}

/** Starts the public door in this process. */
export async function startGateway(settings: GatewaySettings): Promise<RunningGateway> {
  const log = createLog('gateway', settings.LOG_LEVEL);
  const upstream = new Upstream(settings.SERVICE_ADDRESSES);
  const clients = new ServiceClients(settings);
  const verifier = new TokenVerifier(tokenRulesOf(settings));
  const issuer = new OidcClient(settings);
  const sessions = new Sessions(settings, new SessionTokens(clients, issuer, verifier), issuer);
  const doors = { upstream, verifier, sessions };
  const live = new Live(doors);
  // Bare Fastify: routes come from the descriptors, so Nest would have nothing to bind here.
  const app = fastify({
    trustProxy: (_: string, hop: number) => hop < settings.TRUSTED_PROXIES,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  await furnish(app, { doors, live, settings, log });
  const [host, port] = split(settings.HTTP_LISTEN);
  const url = await app.listen({ host, port });
  const following = followEvents(settings, log, live);
  return {
    url,
    stop: async () => {
      live.stop();
      await following.stop();
      await drain(app);
      upstream.close();
      clients.close();
    },
  };
}
