import { type DescField, getOption, hasOption } from '@bufbuild/protobuf';
import { text } from '@anju/contracts/options';
import { field as rulesOption, type FieldRules, Ignore, type StringRules } from '@anju/contracts/validate';

export { text };

/** What `buf.validate` says of a field, as JSON Schema says it. */
export interface Rules {
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly items: Readonly<Record<string, unknown>>;
}

function stringSchema(rules: StringRules, optional: boolean): Record<string, unknown> {
  const known = rules.wellKnown.case;
  const exact = Number(rules.len);
  return {
    // A field that may be left out may also be said to be empty.
    ...(known && !optional ? { format: known } : {}),
    ...(exact ? { minLength: exact, maxLength: exact } : {}),
    ...(rules.minLen ? { minLength: Number(rules.minLen) } : {}),
    ...(rules.maxLen ? { maxLength: Number(rules.maxLen) } : {}),
    ...(rules.pattern ? { pattern: rules.pattern } : {}),
  };
}

function schemaOf(rules: FieldRules): Record<string, unknown> {
  const { case: kind, value } = rules.type;
  if (kind === 'string') return stringSchema(value, rules.ignore === Ignore.IF_ZERO_VALUE);
  if (kind === 'int32') {
    return {
      ...(value.greaterThan.case === 'gte' ? { minimum: value.greaterThan.value } : {}),
      ...(value.lessThan.case === 'lte' ? { maximum: value.lessThan.value } : {}),
    };
  }
  if (kind === 'repeated') return value.maxItems ? { maxItems: Number(value.maxItems) } : {};
  return {};
}

/** Without it the request is refused: an empty value breaks its rules. */
function isRequired(rules: FieldRules): boolean {
  if (rules.required) return true;
  if (rules.ignore === Ignore.IF_ZERO_VALUE) return false;
  const { case: kind, value } = rules.type;
  if (kind === 'string')
    return Boolean(value.minLen) || Boolean(value.len) || value.wellKnown.case !== undefined;
  if (kind === 'enum') return value.notIn.includes(0) || (value.in.length > 0 && !value.in.includes(0));
  return false;
}

const none: Rules = { required: false, schema: {}, items: {} };

export function fieldRules(field: DescField): Rules {
  if (!hasOption(field, rulesOption)) return none;
  const rules = getOption(field, rulesOption);
  const items =
    rules.type.case === 'repeated' && rules.type.value.items ? schemaOf(rules.type.value.items) : {};
  // A field with presence may stay away even where its value has rules.
  return { required: isRequired(rules) && !field.proto.proto3Optional, schema: schemaOf(rules), items };
}
