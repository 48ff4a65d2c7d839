import { timestampFromDate } from '@bufbuild/protobuf/wkt';

/** What a form holds: plain values only, so that they can be kept as text. */
export type Typed = Readonly<Record<string, unknown>>;

export const textOf = (values: Typed, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};

/** A number or a choice of the contract's; 0 where nothing was chosen. */
export const numberOf = (values: Typed, name: string): number => {
  const value = values[name];
  return typeof value === 'number' ? value : 0;
};

export const isTicked = (values: Typed, name: string): boolean => values[name] === true;

/** `{ dueTime }` where a time was typed, as a request takes it. */
export function timeOf<N extends string>(values: Typed, name: N) {
  const text = textOf(values, name);
  const said = text ? { [name]: timestampFromDate(new Date(text)) } : {};
  return said as Partial<Record<N, ReturnType<typeof timestampFromDate>>>;
}
