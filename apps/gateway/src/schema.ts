import {
  type DescEnum,
  type DescEnumValue,
  type DescField,
  type DescMessage,
  getOption,
  hasOption,
  ScalarType,
} from '@bufbuild/protobuf';
import { personalOf } from '@anju/contracts';
import { Personal } from '@anju/contracts/options';
import { fieldRules, type Rules, text } from './rules.js';
import { commentOf, described } from './words.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

const scalars: Readonly<Partial<Record<ScalarType, JsonSchema>>> = {
  [ScalarType.STRING]: { type: 'string' },
  [ScalarType.BOOL]: { type: 'boolean' },
  [ScalarType.BYTES]: { type: 'string', contentEncoding: 'base64' },
  [ScalarType.INT32]: { type: 'integer', format: 'int32' },
  [ScalarType.INT64]: { type: 'string', format: 'int64' },
};

// Messages that protobuf's JSON writes in a form of their own.
const special: Readonly<Record<string, JsonSchema>> = {
  'google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
  'google.protobuf.FieldMask': { type: 'string', description: 'paths separated by commas' },
  'google.api.HttpBody': { type: 'string', contentEncoding: 'binary' },
};

const enumSchema = (type: DescEnum): JsonSchema => ({
  type: 'string',
  title: type.name,
  enum: type.values.map((value) => value.name),
  description: [
    commentOf(type),
    ...type.values.map((value) => `- \`${value.name}\`: ${meaning(value)}`),
  ].join('\n'),
});

function meaning(value: DescEnumValue): string {
  if (!hasOption(value, text)) return commentOf(value);
  const { zh, en } = getOption(value, text);
  return `${commentOf(value)} ${zh} (${en})`;
}

/** Collects the schemas that others point to. */
export class Schemas {
  readonly all: Record<string, JsonSchema> = {};

  /** @param siblings whether the dialect reads what stands beside a `$ref`: JSON Schema 2020-12 does, draft 7 not */
  constructor(
    private readonly base: string,
    private readonly siblings = true,
  ) {}

  reference(message: DescMessage): JsonSchema {
    const known = special[message.typeName];
    if (known) return known;
    if (!(message.typeName in this.all)) {
      this.all[message.typeName] = {};
      this.all[message.typeName] = this.object(message, message.fields);
    }
    return { $ref: `${this.base}${message.typeName}` };
  }

  object(message: DescMessage, fields: readonly DescField[]): JsonSchema {
    const rules = fields.map((field) => [field, fieldRules(field)] as const);
    const required = rules.filter(([, rule]) => rule.required).map(([field]) => field.jsonName);
    return {
      type: 'object',
      title: message.name,
      ...described(commentOf(message)),
      properties: Object.fromEntries(rules.map(([field, rule]) => [field.jsonName, this.field(field, rule)])),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    };
  }

  field(field: DescField, rules: Rules = fieldRules(field)): JsonSchema {
    const secret = personalOf(field) === Personal.SECRET;
    const personal =
      personalOf(field) === Personal.UNSPECIFIED
        ? {}
        : { 'x-personal': Personal[personalOf(field)].toLowerCase() };
    const more = { ...described(commentOf(field)), ...personal, ...(secret ? { writeOnly: true } : {}) };
    return this.#beside(this.#value(field, rules), more);
  }

  #beside(schema: JsonSchema, more: JsonSchema): JsonSchema {
    return '$ref' in schema && !this.siblings ? { allOf: [schema], ...more } : { ...schema, ...more };
  }

  #value(field: DescField, { schema, items }: Rules): JsonSchema {
    if (field.fieldKind === 'list') {
      const inner =
        field.listKind === 'message'
          ? this.reference(field.message)
          : this.#single(field.listKind === 'enum' ? field.enum : field.scalar);
      return { type: 'array', items: { ...inner, ...items }, ...schema };
    }
    if (field.fieldKind === 'map') return { type: 'object', additionalProperties: { type: 'string' } };
    if (field.fieldKind === 'message') return this.reference(field.message);
    return { ...this.#single(field.fieldKind === 'enum' ? field.enum : field.scalar), ...schema };
  }

  #single(type: DescEnum | ScalarType): JsonSchema {
    if (typeof type !== 'object') return scalars[type] ?? { type: 'string' };
    this.all[type.typeName] ??= enumSchema(type);
    return { $ref: `${this.base}${type.typeName}` };
  }
}
