import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type DescService,
  fromJson,
  type JsonObject,
  type JsonValue,
  type MessageInitShape,
  type MessageShape,
  toJson,
} from '@bufbuild/protobuf';
import type { HttpBody } from './gen/google/api/httpbody_pb.js';
import { isRaw, registry } from './registry.js';
import { type Route, routeOf } from './routes.js';

export interface CallOptions {
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface HttpClientOptions {
  /** Where the gateway is, without a slash at the end; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly token?: string | (() => Promise<string> | string);
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** Methods of a service that have an HTTP route, as functions. */
export type HttpClient<S extends DescService> = {
  [K in keyof S['method']]: S['method'][K] extends DescMethodUnary<
    infer I extends DescMessage,
    infer O extends DescMessage
  >
    ? (request: MessageInitShape<I>, options?: CallOptions) => Promise<MessageShape<O>>
    : never;
};

export interface ProblemBody {
  readonly reason?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly trace?: string;
  readonly violations?: readonly {
    readonly field: string;
    readonly rule: string;
    readonly message?: string;
  }[];
}

/** An answer that is not 2xx, as RFC 9457 gives it. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly status: number,
    readonly body: ProblemBody,
    readonly headers: Headers,
  ) {
    super(`${status} ${body.reason ?? ''} ${body.detail ?? body.title ?? ''}`.trim());
  }

  get reason(): string {
    return this.body.reason ?? '';
  }

  get violations() {
    return this.body.violations ?? [];
  }
}

function* pairs(prefix: string, value: JsonValue): Generator<[string, string]> {
  if (value === null) return;
  if (Array.isArray(value)) for (const item of value) yield* pairs(prefix, item);
  else if (typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* pairs(`${prefix}.${key}`, item);
  else yield [prefix, String(value)];
}

const plain = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

/** Splits a request into URL and body as its route says. */
function addressed(route: Route, json: JsonObject): { url: string; rest: JsonObject } {
  const rest = { ...json };
  let url = route.template;
  for (const name of route.parameters) {
    const key = route.method.input.fields.find((field) => field.name === name)?.jsonName ?? name;
    url = url.replace(`{${name}}`, encodeURIComponent(plain(rest[key])));
    delete rest[key];
  }
  return { url, rest };
}

const isHttpBody = (value: unknown): value is HttpBody =>
  typeof value === 'object' &&
  value !== null &&
  '$typeName' in value &&
  value.$typeName === 'google.api.HttpBody';

function rawBody(route: Route, message: object): HttpBody | undefined {
  const field = route.method.input.fields.find((candidate) => candidate.name === route.body);
  const value: unknown = field && Reflect.get(message, field.localName);
  return isHttpBody(value) ? value : undefined;
}

function requestOf(
  route: Route,
  message: object,
  json: JsonObject,
): { url: string; body?: string | Uint8Array<ArrayBuffer>; type?: string } {
  const { url, rest } = addressed(route, json);
  if (route.body === '*') return { url, body: JSON.stringify(rest), type: 'application/json' };
  const raw = rawBody(route, message);
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    if (key !== route.body) for (const [name, text] of pairs(key, value)) query.append(name, text);
  }
  const address = query.size ? `${url}?${query.toString()}` : url;
  return raw
    ? { url: address, body: raw.data as Uint8Array<ArrayBuffer>, type: raw.contentType }
    : { url: address };
}

async function rawAnswer(route: Route, answer: Response): Promise<object> {
  const data = new Uint8Array(await answer.arrayBuffer());
  return create(route.method.output, { contentType: answer.headers.get('content-type') ?? '', data });
}

async function call(
  route: Route,
  client: HttpClientOptions,
  init: object,
  options: CallOptions,
): Promise<object> {
  const message = create(route.method.input, init as MessageInitShape<DescMessage>);
  const json = toJson(route.method.input, message, { registry }) as JsonObject;
  const { url, body, type } = requestOf(route, message, json);
  const token = typeof client.token === 'function' ? await client.token() : client.token;
  const headers = new Headers({ accept: 'application/json', ...client.headers, ...options.headers });
  if (type) headers.set('content-type', type);
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey);
  if (options.ifMatch) headers.set('if-match', `"${options.ifMatch}"`);
  const answer = await (client.fetch ?? fetch)(client.baseUrl + url, {
    method: route.verb,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (answer.ok && isRaw(route.method.output)) return rawAnswer(route, answer);
  const content = await answer.text();
  const read = (): JsonValue => (content ? (JSON.parse(content) as JsonValue) : {});
  if (!answer.ok)
    throw new HttpProblem(
      answer.status,
      isJson(answer) ? (read() as ProblemBody) : { detail: content },
      answer.headers,
    );
  return fromJson(route.method.output, read(), { registry, ignoreUnknownFields: true });
}

const isJson = (answer: Response) => (answer.headers.get('content-type') ?? '').includes('json');

/**
 * A typed client of the gateway's HTTP face for one service, used by the console, the tests and the demo company.
 * Methods without a route throw when called. Unknown fields of answers are ignored, so that an older client lives on.
 */
export function httpClient<S extends DescService>(service: S, client: HttpClientOptions): HttpClient<S> {
  const entries = service.methods.map((method) => {
    const route = routeOf(method);
    const run = (request: object, options: CallOptions = {}) => {
      if (!route) throw new Error(`${method.name} has no HTTP route`);
      return call(route, client, request, options);
    };
    return [method.localName, run] as const;
  });
  return Object.fromEntries(entries) as HttpClient<S>;
}
