import {
  type DescEnum,
  type DescField,
  type DescMessage,
  getOption,
  hasOption,
  ScalarType,
} from '@bufbuild/protobuf';
import { personalOf } from '@anju/contracts';
import { Personal } from '@anju/contracts/options';
import { fieldRules, type Rules, text } from './rules.js';

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
  enum: type.values.map((value) => value.name),
  description: type.values
    .filter((value) => hasOption(value, text))
    .map((value) => `${value.name}: ${getOption(value, text).zh} (${getOption(value, text).en})`)
    .join('; '),
});

/** Collects the schemas that others point to. */
export class Schemas {
  readonly all: Record<string, JsonSchema> = {};

  constructor(private readonly base: string) {}

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
    return { ...this.#value(field, rules), ...personal, ...(secret ? { writeOnly: true } : {}) };
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
    return typeof type === 'object' ? enumSchema(type) : (scalars[type] ?? { type: 'string' });
  }
}
