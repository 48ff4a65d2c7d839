import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerOf } from './caller.js';
import { HttpError } from './problem.js';
import type { Doors } from './routes.js';
import type { GatewaySettings } from './settings.js';

/**
 * Whose share a request takes: an account's or a session's, once the token or cookie proved good; else the address's,
 * because anybody can invent a new token for every request.
 */
async function shareOf(request: FastifyRequest, { verifier, sessions }: Doors): Promise<string> {
  const token = bearerOf(request);
  const account = token && (await verifier.verify(token).catch(() => undefined))?.accountId;
  if (account) return `account ${account}`;
  const session = token ? undefined : sessions.keyOf(request);
  return session ? `session ${session}` : `address ${normalizeIP(request.ip)}`;
}

/** What guards every route: headers for browsers, and a limit per caller. */
export async function protect(app: FastifyInstance, doors: Doors, settings: GatewaySettings): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        // Ant Design and Swagger UI write style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
  });
  await app.register(rateLimit, {
    max: settings.RATE_LIMIT_PER_MINUTE,
    timeWindow: '1 minute',
    cache: 50_000,
    keyGenerator: (request) => shareOf(request, doors),
    allowList: (request) => request.url === '/healthz' || request.url === '/readyz',
    errorResponseBuilder: (_, { ttl }) =>
      new HttpError(429, 'too_many_requests', {}, [], { 'retry-after': String(Math.ceil(ttl / 1000)) }),
  });
}
