import { fromBinary } from '@bufbuild/protobuf';
import { errorText } from '@anju/contracts';
import { ProblemSchema } from '@anju/contracts/options';
import { DomainError, type ErrorKind, type Violation } from '@anju/kernel';
import { problemKey } from '@anju/platform';
import { type ServiceError, status } from '@grpc/grpc-js';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An error on its way out: RFC 9457 with a reason that programs can rely on. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly details: Readonly<Record<string, string>> = {},
    readonly violations: readonly Violation[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(reason);
  }
}

const byKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  exhausted: 429,
  unavailable: 503,
};

// Some reasons say more than the kind they travel as.
const byReason: Readonly<Record<string, number>> = { key_reused: 422, too_large: 413 };

const byCode: Readonly<Partial<Record<status, readonly [number, string]>>> = {
  [status.INVALID_ARGUMENT]: [400, 'invalid_request'],
  [status.UNAUTHENTICATED]: [401, 'unauthenticated'],
  [status.PERMISSION_DENIED]: [403, 'forbidden'],
  [status.NOT_FOUND]: [404, 'not_found'],
  [status.FAILED_PRECONDITION]: [409, 'conflict'],
  [status.ABORTED]: [412, 'stale'],
  [status.RESOURCE_EXHAUSTED]: [429, 'too_many_requests'],
  [status.UNAVAILABLE]: [503, 'unavailable'],
  [status.DEADLINE_EXCEEDED]: [504, 'deadline'],
};

export const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'metadata' in error && 'code' in error && typeof error.code === 'number';

function fromService(error: ServiceError): HttpError {
  const [code, plain] = byCode[error.code] ?? [500, 'internal'];
  const [trailer] = error.metadata.get(problemKey);
  if (!Buffer.isBuffer(trailer)) return new HttpError(code, plain);
  const { reason, details, violations } = fromBinary(ProblemSchema, trailer);
  return new HttpError(byReason[reason] ?? code, reason, details, violations);
}

const fastifyStatus = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;

/** Whatever was thrown, as what a caller may know of it. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof DomainError) {
    return new HttpError(
      byReason[error.code] ?? byKind[error.kind],
      error.code,
      error.details,
      error.violations,
    );
  }
  if (isServiceError(error)) return fromService(error);
  switch (fastifyStatus(error)) {
    case 413:
      return new HttpError(413, 'too_large');
    case 415:
      return new HttpError(415, 'unsupported_media_type', { type: '' });
    case 429:
      return new HttpError(429, 'too_many_requests', {}, [], { 'retry-after': '10' });
    case 400:
      return new HttpError(400, 'invalid_request', {}, [
        { field: '', rule: 'json', message: 'the body is not JSON' },
      ]);
    default:
      return new HttpError(500, 'internal');
  }
}

const languageOf = (request: FastifyRequest): 'zh' | 'en' =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';

/** Fastify stops reading at the route's limit and does not say which that was. */
function withLimit(request: FastifyRequest, error: HttpError): HttpError {
  if (error.reason !== 'too_large' || error.details['limit']) return error;
  const { bodyLimit, config } = request.routeOptions;
  const violation = { field: config.bodyField ?? '', rule: 'max_bytes' };
  return new HttpError(413, 'too_large', { limit: String(bodyLimit) }, [violation]);
}

/** Answers with `application/problem+json` in the reader's language. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = withLimit(request, toHttpError(thrown));
  const language = languageOf(request);
  const trace = request.trace;
  const title = errorText(error.reason, { ...error.details, trace }, language);
  if (error.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (error.status === 503 || error.status === 429) void reply.header('retry-after', '2');
  for (const [name, value] of Object.entries(error.headers)) void reply.header(name, value);
  return reply
    .status(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
    .send(
      JSON.stringify({
        type: `urn:anju:problem:${error.reason}`,
        title,
        status: error.status,
        reason: error.reason,
        instance: request.url.split('?')[0],
        trace,
        ...(error.violations.length > 0
          ? {
              violations: error.violations.map(({ field, rule, message }) => ({
                field,
                rule,
                message: message || rule,
              })),
            }
          : {}),
      }),
    );
}
