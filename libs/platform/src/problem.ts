import { create, toBinary } from '@bufbuild/protobuf';
import { type Problem, ProblemSchema } from '@anju/contracts/options';
import { DomainError, type ErrorKind } from '@anju/kernel';
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** Trailer that carries the reason of a failure. */
export const problemKey = 'anju-problem-bin';

const codes: Readonly<Record<ErrorKind, status>> = {
  invalid: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  conflict: status.FAILED_PRECONDITION,
  stale: status.ABORTED,
  exhausted: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
};

/** The error as a gRPC status; its text is the stable reason and nothing else. */
export function statusOf(error: DomainError): Partial<StatusObject> {
  const problem: Problem = create(ProblemSchema, {
    reason: error.code,
    details: error.details,
    violations: error.violations.map((violation) => ({ ...violation, message: violation.message ?? '' })),
  });
  const metadata = new Metadata();
  metadata.set(problemKey, Buffer.from(toBinary(ProblemSchema, problem)));
  return { code: codes[error.kind], details: error.code, metadata };
}

/** PostgreSQL's own words for a failure, through Prisma's wrapping or straight from pg. */
function sqlState(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const meta: unknown = Reflect.get(error, 'meta');
  const found = JSON.stringify([Reflect.get(error, 'code'), meta, Reflect.get(error, 'cause')]);
  return (
    /"(?:original)?[cC]ode":"([0-9A-Z]{5})"/.exec(found)?.[1] ?? /^\["([0-9A-Z]{5})"/.exec(found)?.[1] ?? ''
  );
}

const prismaCode = (error: unknown): string =>
  error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : '';

// Connections: 08*, 57P0*; too many: 53300; disk full: 53100; statement cancelled by its time limit: 57014; locks: 55P03, 40P01.
const away = /^(08...|57P0.|53...|57014|55P03|40P01|40001)$/;
const prismaAway = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/**
 * What a caller may know of a failure: a broken rule as it is, another system being away as `unavailable`, the wall's
 * refusal as `not_found` (a foreign row looks like none). Anything else is a bug and stays unknown.
 */
export function knownError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const state = sqlState(error);
  if (state === '42501') return new DomainError('not_found', 'not_found');
  if (away.test(state) || prismaAway.has(prismaCode(error)))
    return new DomainError('unavailable', 'unavailable');
  return undefined;
}
