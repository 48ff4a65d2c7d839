import { create, toBinary } from '@bufbuild/protobuf';
import { type Problem, ProblemSchema } from '@anju/contracts/options';
import { DomainError, type ErrorKind } from '@anju/kernel';
import { codeOf, isAway, sqlState } from '@anju/tenancy';
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

// A statement cut off by its time limit, locks that were not to be had, and Prisma's words for a transaction that had
// no connection or no time left: worth another try.
const busy = /^(57014|55P03|40P01|40001|P2028|P2034)$/;

// What was said cannot be kept or compared: no uuid, no time, out of range, a byte that no text holds. Fields are checked
// before; this is for what gets past, such as a page token made up by hand.
const unreadable = /^(22P02|22003|22007|22008|22021|22P05)$/;

// A disk that is full, broken or not there, or a name that cannot be looked up.
const broken = /^(ENOSPC|EDQUOT|EIO|EROFS|ENOTDIR|ENOTFOUND)$/;

/**
 * What a caller may know of a failure: a broken rule as it is, another system being away as `unavailable`, the wall's
 * refusal as `not_found` (a foreign row looks like none). Anything else is a bug and stays unknown.
 */
export function knownError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const state = sqlState(error);
  if (state === '42501') return new DomainError('not_found', 'not_found');
  if (unreadable.test(state)) return new DomainError('invalid_request', 'invalid');
  const code = codeOf(error);
  if (isAway(error) || busy.test(state) || busy.test(code) || broken.test(code))
    return new DomainError('unavailable', 'unavailable');
  return undefined;
}
