import fastifyCookie from '@fastify/cookie';
import proxy from '@fastify/http-proxy';
import type { Log } from '@anju/platform';
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { registerConsole } from './console.js';
import { registerDocs } from './docs.js';
import type { Live } from './live.js';
import { isOwnIssuer } from './oidc-client.js';
import { sendProblem, toHttpError } from './problem.js';
import { protect } from './protect.js';
import { type Doors, registerRoutes } from './routes.js';
import type { GatewaySettings } from './settings.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace context of this request. */
    traceparent: string;
    /** Its trace id, which every answer names. */
    trace: string;
    /** Kind and company of the caller, for the log. */
    caller: string;
  }

  interface FastifyContextConfig {
    /** The field that takes a raw body. */
    bodyField?: string;
  }
}

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

function traceRequests(app: FastifyInstance, log: Log): void {
  app.decorateRequest('traceparent', '');
  app.decorateRequest('trace', '');
  app.decorateRequest('caller', '');
  app.addHook('onRequest', (request, reply, done) => {
    const given = request.headers['traceparent'];
    const found = typeof given === 'string' ? traceparent.exec(given)?.[1] : undefined;
    request.trace = found ?? randomBytes(16).toString('hex');
    request.traceparent = `00-${request.trace}-${randomBytes(8).toString('hex')}-01`;
    void reply.header('x-trace-id', request.trace);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '-';
    const ms = Math.round(reply.elapsedTime);
    log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms,
        caller: request.caller,
        trace: request.trace,
      },
      'request',
    );
    done();
  });
}

function registerHealth(app: FastifyInstance, { upstream }: Doors, settings: GatewaySettings): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_, reply) => {
    const states = await Promise.all(
      settings.SERVICES.map(async (name) => [name, await upstream.healthy(name)] as const),
    );
    const missing = states.filter(([, healthy]) => !healthy).map(([name]) => name);
    return reply
      .status(missing.length === 0 ? 200 : 503)
      .send({ status: missing.length === 0 ? 'ready' : 'not ready', missing });
  });
}

/** Our own issuer stands behind the gateway, under its name. */
async function passToIssuer(app: FastifyInstance, settings: GatewaySettings): Promise<void> {
  await app.register(proxy, {
    upstream: settings.IDENTITY_HTTP_URL,
    prefix: '/oidc',
    rewritePrefix: '/oidc',
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => {
        const url = new URL(settings.PUBLIC_URL);
        return {
          ...headers,
          host: url.host,
          'x-forwarded-proto': url.protocol.slice(0, -1),
          'x-forwarded-host': url.host,
          'x-forwarded-for': request.ip,
        };
      },
    },
  });
}

/** Everything the public door answers, on one Fastify. */
export async function furnish(
  app: FastifyInstance,
  parts: { doors: Doors; live: Live; settings: GatewaySettings; log: Log },
): Promise<void> {
  const { doors, live, settings, log } = parts;
  traceRequests(app, log);
  app.setErrorHandler((error, request, reply) => {
    if (toHttpError(error).status >= 500) log.error({ error, trace: request.trace }, 'request failed');
    return sendProblem(request, reply, error);
  });
  await app.register(fastifyCookie);
  await protect(app, doors, settings);
  app.removeContentTypeParser('text/plain');
  registerHealth(app, doors, settings);
  doors.sessions.register(app);
  registerRoutes(app, doors);
  app.get('/v1/events::stream', (request, reply) => live.follow(request, reply));
  await registerDocs(app, settings);
  await registerConsole(app);
  if (isOwnIssuer(settings)) await passToIssuer(app, settings);
}
