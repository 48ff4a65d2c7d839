import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { registry } from '@anju/contracts';
import { DomainError, type Violation } from '@anju/kernel';
import { pathToString, reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { createValidator } from '@bufbuild/protovalidate';
import { holdsIds, textsOf } from './texts.js';
import { unsayableTimes } from './times.js';

const validator = createValidator({ registry });

const camel = (path: string) => path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const unstorableIn = (message: ReflectMessage): Violation[] => [
  ...[...textsOf(message)]
    .filter(({ text }) => text.includes('\0'))
    .map(({ path }) => ({ field: path, rule: 'string.nul', message: 'must not hold U+0000' })),
  ...[...unsayableTimes(message)].map((path) => ({
    ...{ field: path, rule: 'timestamp.range', message: 'must be within the years 1 to 9999' },
  })),
];

/** Broken rules of a message by `buf.validate`, and what no database can hold, with paths as the JSON names them. */
export function violationsOf<S extends DescMessage>(schema: S, message: MessageShape<S>): Violation[] {
  const result = validator.validate(schema, message);
  if (result.kind === 'error') throw result.error;
  const unstorable = unstorableIn(reflect(schema, message));
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
