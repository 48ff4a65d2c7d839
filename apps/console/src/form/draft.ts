import { type DescMessage, fromJsonString, type MessageShape, toJsonString } from '@bufbuild/protobuf';
import type { Typed } from './typed';

/** A request that was sent and whose outcome is not known. */
interface Attempt {
  readonly typed: string;
  readonly request: string;
  readonly key: string;
}

interface Kept {
  readonly values?: Typed;
  readonly attempt?: Attempt;
}

const prefix = 'anju.draft.';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** For a form with a password: kept as long as the form is on the page, and written nowhere. */
export function onPage(): Store {
  const kept = new Map<string, string>();
  return {
    getItem: (place) => kept.get(place) ?? null,
    setItem: (place, text) => void kept.set(place, text),
    removeItem: (place) => void kept.delete(place),
  };
}

/**
 * What was typed into one form and not sent yet, in this tab, also over a sign-in. After a send without an answer it also
 * keeps the request itself: sending it again, unchanged and with its key, is done once by the server, however often it is
 * sent; a request made anew from a page that was read since would be another one.
 */
export class Draft {
  readonly #place: string;
  readonly #store: Store;

  constructor(name: string, store: Store = sessionStorage) {
    this.#place = prefix + name;
    this.#store = store;
  }

  get values(): Typed | undefined {
    return this.#read().values;
  }

  keep(values: Typed): void {
    this.#write({ ...this.#read(), values });
  }

  /** The request to send for these values: the one under way, or a new one. */
  attempt<I extends DescMessage>(
    schema: I,
    values: Typed,
    make: () => MessageShape<I>,
  ): { request: MessageShape<I>; key: string } {
    const typed = JSON.stringify(values);
    const { attempt } = this.#read();
    if (attempt?.typed === typed)
      return { request: fromJsonString(schema, attempt.request), key: attempt.key };
    const request = make();
    const key = newKey();
    this.#write({ values, attempt: { typed, request: toJsonString(schema, request), key } });
    return { request, key };
  }

  /** The last send was refused for certain: the next one is a new request. */
  settle(): void {
    const { values } = this.#read();
    this.#write(values ? { values } : {});
  }

  forget(): void {
    this.#store.removeItem(this.#place);
  }

  #read(): Kept {
    const text = this.#store.getItem(this.#place);
    return text ? (JSON.parse(text) as Kept) : {};
  }

  #write(kept: Kept): void {
    this.#store.setItem(this.#place, JSON.stringify(kept));
  }
}

/** `randomUUID` exists only on https and localhost. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Whoever signs out leaves nothing for the next person at this desk. */
export function forgetDrafts(): void {
  for (const place of Object.keys(sessionStorage))
    if (place.startsWith(prefix)) sessionStorage.removeItem(place);
}
