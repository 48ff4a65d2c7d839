import { type DescEnum, getOption, hasOption } from '@bufbuild/protobuf';
import { text } from './gen/options.js';

const nameOf = (type: DescEnum, number: number): string =>
  (type.value[number]?.localName ?? '').toLowerCase();

/** `TicketState.IN_PROGRESS` -> `in_progress`, as rows and the domain call it; empty for unspecified and unknown. */
export const enumName = (type: DescEnum, number: number): string =>
  number === 0 ? '' : nameOf(type, number);

/** `in_progress` -> `TicketState.IN_PROGRESS`; 0 for a name the contract does not have. */
export const enumNumber = (type: DescEnum, name: string): number =>
  type.values.find((value) => value.localName.toLowerCase() === name)?.number ?? 0;

/** What people call it, in both languages; the name itself where the contract has no words for it. */
export function enumText(type: DescEnum, name: string): { readonly zh: string; readonly en: string } {
  const value = type.values.find(({ localName }) => localName.toLowerCase() === name);
  return value && hasOption(value, text) ? getOption(value, text) : { zh: name, en: name };
}
