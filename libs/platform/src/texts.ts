import { type DescField, getOption, hasOption, ScalarType } from '@bufbuild/protobuf';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import { field as rulesOf, type FieldRules } from '@anju/contracts/validate';

/** A text somewhere in a message. */
export interface TextAt {
  /** Path as the JSON names it. */
  readonly path: string;
  readonly text: string;
  readonly field: DescField;
  readonly replace: (text: string) => void;
}

/** Every text of a message, also in its parts and lists. */
export function* textsOf(message: ReflectMessage, prefix = ''): Generator<TextAt> {
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    const path = `${prefix}${field.jsonName}`;
    if (field.fieldKind === 'scalar' && field.scalar === ScalarType.STRING) {
      yield {
        path,
        text: String(message.get(field)),
        field,
        replace: (changed) => message.set(field, changed),
      };
    } else if (field.fieldKind === 'message') yield* textsOf(message.get(field), `${path}.`);
    else if (field.fieldKind === 'list') yield* textsOfList(message, field, path);
  }
}

function* textsOfList(
  message: ReflectMessage,
  field: DescField & { fieldKind: 'list' },
  path: string,
): Generator<TextAt> {
  const list = message.get(field);
  for (const [index, item] of [...list].entries()) {
    const at = `${path}[${String(index)}]`;
    if (field.listKind === 'message') yield* textsOf(item as ReflectMessage, `${at}.`);
    else if (typeof item === 'string')
      yield { path: at, text: item, field, replace: (changed) => list.set(index, changed) };
  }
}

const isUuid = ({ type }: FieldRules): boolean =>
  (type.case === 'string' && type.value.wellKnown.case === 'uuid') ||
  (type.case === 'repeated' && type.value.items !== undefined && isUuid(type.value.items));

/** Whether the contract says that the field holds ids. */
export const holdsIds = (field: DescField): boolean =>
  hasOption(field, rulesOf) && isUuid(getOption(field, rulesOf));
