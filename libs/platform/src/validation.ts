import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { registry } from '@anju/contracts';
import { DomainError, type Violation } from '@anju/kernel';
import { pathToString } from '@bufbuild/protobuf/reflect';
import { createValidator } from '@bufbuild/protovalidate';

const validator = createValidator({ registry });

const camel = (path: string) => path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Broken rules of a message by `buf.validate`, with paths as the JSON names them. */
export function violationsOf<S extends DescMessage>(schema: S, message: MessageShape<S>): Violation[] {
  const result = validator.validate(schema, message);
  if (result.kind === 'valid') return [];
  if (result.kind === 'error') throw result.error;
  return result.violations.map((violation) => ({
    field: camel(pathToString(violation.field)),
    rule: violation.ruleId,
    message: violation.message,
  }));
}

/** Refuses a message that breaks the contract. */
export function requireValid<S extends DescMessage>(schema: S, message: MessageShape<S>): void {
  const violations = violationsOf(schema, message);
  if (violations.length > 0) throw new DomainError('invalid_request', 'invalid', {}, violations);
}
