import { accessOf, errorTexts, isRead, type Route } from '@anju/contracts';
import { Audience } from '@anju/contracts/options';
import type { JsonSchema } from './schema.js';

const text = { schema: { type: 'string' } };
const retryAfter = { 'Retry-After': { description: 'Seconds to wait before trying again.', ...text } };

interface Refusal {
  readonly description: string;
  readonly headers?: object;
  /** Whether a route can answer so. */
  readonly of: (route: Route) => boolean;
}

const always = () => true;
const writes = ({ method }: Route) => !isRead(method);
const signedIn = ({ method }: Route) => !accessOf(method).audience.includes(Audience.PUBLIC);
const hasBody = ({ body }: Route) => body !== '';
export const hasEtag = ({ method }: Route) => method.input.fields.some(({ name }) => name === 'etag');

const refusals: Readonly<Record<string, Refusal>> = {
  400: { description: 'A rule of the contract is broken; `violations` name the fields.', of: always },
  401: {
    description: 'No token or session, or one that does not hold.',
    headers: { 'WWW-Authenticate': { description: 'How to sign in.', ...text } },
    of: signedIn,
  },
  403: { description: 'The caller has no right to this.', of: signedIn },
  404: {
    description: "Nothing of this id within the caller's reach.",
    of: ({ parameters }) => parameters.length > 0,
  },
  409: { description: 'The state of the thing does not allow this.', of: writes },
  412: { description: 'The thing is no longer at the etag that was named.', of: hasEtag },
  413: { description: 'The body is too large.', of: hasBody },
  415: { description: 'The body is of a type that is not taken.', of: hasBody },
  422: { description: 'The Idempotency-Key was used with another request.', of: writes },
  429: { description: 'Too many requests.', headers: retryAfter, of: always },
  500: { description: 'A fault of ours; `trace` names it.', of: always },
  503: { description: 'A part that is needed is away.', headers: retryAfter, of: always },
  504: { description: 'Not done in time.', of: always },
};

const problemBody = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Shared by all routes that can answer so. */
export const problemAnswers = (): object =>
  Object.fromEntries(
    Object.entries(refusals).map(([status, { of: _, ...refusal }]) => [
      `Problem${status}`,
      { ...refusal, ...problemBody },
    ]),
  );

/** How a route may refuse. */
export const refusalsOf = (route: Route): Record<string, object> =>
  Object.fromEntries(
    Object.entries(refusals)
      .filter(([, { of }]) => of(route))
      .map(([status]) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );

/** Headers of an answer that is not refused. */
export function answerHeaders({ method }: Route): object {
  const etag = method.output.fields.some(({ name }) => name === 'etag');
  return {
    'X-Trace-Id': { description: 'Names this request in logs and traces.', ...text },
    ...(etag ? { ETag: { description: 'The version, for If-Match.', ...text } } : {}),
  };
}

/** Stable reasons and their words, of one duty; of every duty for `options`. */
export function reasonsOf(duty: string): string {
  const own = [...errorTexts].filter(([reason]) =>
    duty === 'options' ? !reason.includes('.') : reason.startsWith(`${duty}.`),
  );
  return own.map(([reason, { zh, en }]) => `- \`${reason}\`: ${en} ${zh}`).join('\n');
}

export const problem = (): JsonSchema => ({
  type: 'object',
  description: 'RFC 9457 problem details.',
  properties: {
    type: { type: 'string', description: 'The reason as a URN.' },
    title: { type: 'string', description: 'What is wrong, in the language asked for.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    reason: {
      type: 'string',
      description: `Stable name of the reason, for programs. Those of one duty stand at its tag; everywhere:\n${reasonsOf('options')}`,
    },
    instance: { type: 'string', description: 'The path that was asked.' },
    trace: { type: 'string', description: 'Names this request in logs and traces.' },
    violations: {
      type: 'array',
      description: 'Fields that break a rule.',
      items: {
        type: 'object',
        properties: {
          field: { type: 'string', description: 'Path of the field.' },
          rule: { type: 'string', description: 'Name of the rule.' },
          message: { type: 'string', description: 'The rule in words.' },
        },
      },
    },
  },
  required: ['type', 'title', 'status', 'reason'],
});
