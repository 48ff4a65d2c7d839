import { acceptedBy, accessOf, isRaw, type Route, routes } from '@anju/contracts';
import type { HttpBody } from '@anju/contracts/google/api/httpbody_pb';
import { Audience } from '@anju/contracts/options';
import type { TokenVerifier } from '@anju/tenancy';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, metadataOf } from './caller.js';
import { isConsoleBuilt, isPage, sendPage } from './console.js';
import { sendFile } from './file.js';
import { mask, rawField, readMessage, writeMessage } from './message.js';
import { HttpError } from './problem.js';
import type { Sessions } from './sessions.js';
import type { Upstream } from './upstream.js';

const megabyte = 1024 * 1024;

export interface Doors {
  readonly upstream: Upstream;
  readonly sessions: Sessions;
  readonly verifier: TokenVerifier;
}

/** Who calls: a program's bearer token, or the console's session; a bad token is refused before anything else. */
export async function tokenOf(request: FastifyRequest, { sessions, verifier }: Doors): Promise<string> {
  const token = bearerOf(request) || (await sessions.tokenOf(request));
  if (request.headers.authorization && !token) throw new HttpError(401, 'unauthenticated');
  if (!token) return '';
  const { tenantId, kind } = await verifier.verify(token);
  request.caller = `${kind} ${tenantId}`;
  return token;
}

const maskOf = (message: object): readonly string[] => {
  const value: unknown = Reflect.get(message, 'readMask');
  return typeof value === 'object' && value !== null && 'paths' in value ? (value.paths as string[]) : [];
};

const typeOf = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function incomingOf(request: FastifyRequest) {
  const ifMatch = request.headers['if-match'];
  return {
    query: new URL(request.url, 'http://gateway').searchParams,
    params: request.params as Readonly<Record<string, string>>,
    body: request.body,
    contentType: typeOf(request),
    ifMatch: typeof ifMatch === 'string' ? ifMatch : '',
  };
}

async function requireCaller(route: Route, doors: Doors, request: FastifyRequest): Promise<string> {
  const token = await tokenOf(request, doors);
  if (!token && !accessOf(route.method).audience.includes(Audience.PUBLIC))
    throw new HttpError(401, 'unauthenticated');
  return token;
}

async function serve(
  route: Route,
  doors: Doors,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const token = await requireCaller(route, doors, request);
  const message = readMessage(route, incomingOf(request));
  const answer = await doors.upstream.call(route.method, message, metadataOf(request, token));
  if (isRaw(route.method.output)) return sendFile(reply, answer as HttpBody);
  const json = mask(route.method.output, writeMessage(route.method.output, answer), maskOf(message));
  const etag: unknown = Reflect.get(answer, 'etag');
  if (typeof etag === 'string' && etag !== '') void reply.header('etag', `"${etag}"`);
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(json));
}

const patternOf = (route: Route): RegExp =>
  new RegExp(`^${route.path.replace(/:[a-z_]+/g, '[^/:]+')}${route.custom ? `:${route.custom}` : ''}$`);

/** Routes that differ only in a custom verb behind a parameter are one to Fastify, which cannot tell them apart. */
function groups(): Map<string, Route[]> {
  const found = new Map<string, Route[]>();
  for (const route of routes.filter((one) => !rawField(one))) {
    const behindParameter = /:[a-z_]+$/.test(route.path);
    const url = route.custom && !behindParameter ? `${route.path}::${route.custom}` : route.path;
    found.set(`${route.verb} ${url}`, [...(found.get(`${route.verb} ${url}`) ?? []), route]);
  }
  return found;
}

/** Takes `3f…:verify` apart, in place, and answers which of the routes is meant. */
function choose(candidates: readonly Route[], request: FastifyRequest): Route {
  const params = request.params as Record<string, string>;
  const last = candidates[0]?.parameters.at(-1) ?? '';
  const [id = '', custom] = (params[last] ?? '').split(':', 2);
  const behindParameter = candidates[0]?.path.endsWith(`:${last}`) ?? false;
  const route = candidates.find((one) => one.custom === (behindParameter ? custom : one.custom));
  if (!route) throw new HttpError(404, 'no_route');
  if (behindParameter) params[last] = id;
  return route;
}

const bodyLimitOf = (candidates: readonly Route[]): number =>
  Math.max(...candidates.map(({ method }) => accessOf(method).maxRequestBytes || megabyte));

/** A raw body can be large: who sends it and what it says it is are asked before a byte of it is read. */
function registerRaw(scope: FastifyInstance, route: Route, doors: Doors): void {
  const field = rawField(route);
  const accepted = field ? acceptedBy(field) : [];
  const bodyLimit = bodyLimitOf([route]);
  scope.route({
    method: route.verb,
    url: route.custom ? `${route.path}::${route.custom}` : route.path,
    bodyLimit,
    config: { bodyField: field?.jsonName ?? '' },
    onRequest: async (request) => {
      await requireCaller(route, doors, request);
      // Refused here the rest is read and dropped; Fastify would cut the line, and the caller would not hear why.
      if (Number(request.headers['content-length']) > bodyLimit) throw new HttpError(413, 'too_large');
      const type = typeOf(request);
      if (type && !accepted.includes(type)) throw new HttpError(415, 'unsupported_media_type', { type });
    },
    handler: (request, reply) => serve(route, doors, request, reply),
  });
}

function registerJson(app: FastifyInstance, doors: Doors): void {
  for (const [name, candidates] of groups()) {
    const [verb = '', url = ''] = name.split(' ');
    app.route({
      method: verb,
      url,
      bodyLimit: bodyLimitOf(candidates),
      handler: (request, reply) => serve(choose(candidates, request), doors, request, reply),
    });
  }
}

/** One route per method of the contract; nobody writes a controller. */
export function registerRoutes(app: FastifyInstance, doors: Doors): void {
  registerJson(app, doors);
  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    for (const route of routes.filter(rawField)) registerRaw(scope, route, doors);
    done();
  });
  const patterns = routes.map((route) => [route.verb, patternOf(route)] as const);
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    if (isPage(request) && isConsoleBuilt()) return sendPage(reply);
    const path = request.url.split('?')[0] ?? '';
    const verbs = patterns.filter(([, pattern]) => pattern.test(path)).map(([verb]) => verb);
    if (verbs.length > 0) throw new HttpError(405, 'no_route', {}, [], { allow: verbs.join(', ') });
    throw new HttpError(404, 'no_route');
  });
}
