import type { DescEnum } from '@bufbuild/protobuf';
import { enumText } from './enums.js';
import { dutyOf, errorTexts, files } from './registry.js';

type Locale = 'zh' | 'en';

/** Enums whose names stand in details of a refusal: `state` and `allowed` hold states, `open` what is not finished. */
const naming: Readonly<Record<string, RegExp>> = {
  state: /State$/,
  allowed: /State$/,
  open: /ItemKind$/,
};

const enums: readonly DescEnum[] = files.flatMap((file) => file.enums);

/** What people call a name that the refusal of a duty carries; ids and everything unknown stay as they are. */
function called(duty: string, key: string, name: string, locale: Locale): string {
  const pattern = naming[key];
  if (!pattern) return name;
  const texts = enums
    .filter((type) => dutyOf(type.typeName) === duty && pattern.test(type.name))
    .map((type) => enumText(type, name)[locale]);
  return texts.find((text) => text !== name) ?? name;
}

const uuid = / [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Names as people say them; ids are for programs and stand in the violations. */
const detail = (duty: string, key: string, value: string, locale: Locale): string =>
  key in naming
    ? [...new Set(value.replace(uuid, '').split(', '))]
        .map((name) => called(duty, key, name, locale))
        .join(locale === 'zh' ? '、' : ', ')
    : value;

/** The words of a refusal, filled in; the reason itself where the contract has no words for it. */
export function errorText(reason: string, details: Readonly<Record<string, string>>, locale: Locale): string {
  const duty = reason.includes('.') ? (reason.split('.')[0] ?? '') : '';
  const words = errorTexts.get(reason)?.[locale] ?? reason;
  return words.replace(/\{(\w+)\}/g, (_, key: string) => detail(duty, key, details[key] ?? '', locale));
}
