import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { registry } from '@anju/contracts';
import { DomainError, type Violation } from '@anju/kernel';
import { pathToString, reflect } from '@bufbuild/protobuf/reflect';
import { createValidator } from '@bufbuild/protovalidate';
import { holdsIds, textsOf } from './texts.js';

const validator = createValidator({ registry });

const camel = (path: string) => path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Broken rules of a message by `buf.validate`, and texts no database can hold, with paths as the JSON names them. */
export function violationsOf<S extends DescMessage>(schema: S, message: MessageShape<S>): Violation[] {
  const result = validator.validate(schema, message);
  if (result.kind === 'error') throw result.error;
  const nuls = [...textsOf(reflect(schema, message))].filter(({ text }) => text.includes('\0'));
  const unstorable = nuls.map(({ path: field }) => ({
    field,
    rule: 'string.nul',
    message: 'must not hold U+0000',
  }));
  if (result.kind === 'valid') return unstorable;
  const broken = result.violations.map((violation) => ({
    field: camel(pathToString(violation.field)),
    rule: violation.ruleId,
    message: violation.message,
  }));
  return [...broken, ...unstorable];
}

/** An id is one id however its letters are written; from here on it is written as we compare and keep it. */
export function writeIdsAlike<S extends DescMessage>(schema: S, message: MessageShape<S>): void {
  for (const { field, text, replace } of textsOf(reflect(schema, message)))
    if (holdsIds(field)) replace(text.toLowerCase());
}

/** Refuses a message that breaks the contract. */
export function requireValid<S extends DescMessage>(schema: S, message: MessageShape<S>): void {
  const violations = violationsOf(schema, message);
  if (violations.length > 0) throw new DomainError('invalid_request', 'invalid', {}, violations);
}
