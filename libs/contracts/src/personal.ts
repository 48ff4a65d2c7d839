import { type DescField, type DescMessage, getOption, hasOption } from '@bufbuild/protobuf';
import { personal, Personal } from './gen/options.js';

export const personalOf = (field: DescField): Personal =>
  hasOption(field, personal) ? getOption(field, personal) : 0;

/** Paths of the personal fields of a message, such as `residents.phone`; recursion through itself is cut. */
export function personalFields(message: DescMessage, seen: readonly string[] = []): string[] {
  if (seen.includes(message.typeName)) return [];
  const inside = [...seen, message.typeName];
  return message.fields.flatMap((field) => {
    if (personalOf(field) !== Personal.UNSPECIFIED) return [field.name];
    const part = field.message;
    return part ? personalFields(part, inside).map((path) => `${field.name}.${path}`) : [];
  });
}
