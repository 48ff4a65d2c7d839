import { type CallOptions, httpClient, HttpProblem, routeOf } from '@anju/contracts';
import {
  type DescMessage,
  type DescMethodUnary,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { currentLanguage } from '../words/language';

type Call = (request: object, options?: CallOptions) => Promise<object>;

const options = {
  baseUrl: '',
  // Read at every call: the server answers in the language that is chosen now.
  headers: {
    get 'accept-language'() {
      return currentLanguage();
    },
  },
};

const clients = new Map<string, Readonly<Record<string, Call>>>();

function clientOf(service: DescService): Readonly<Record<string, Call>> {
  const known = clients.get(service.typeName);
  if (known) return known;
  const made = httpClient(service, options) as unknown as Readonly<Record<string, Call>>;
  clients.set(service.typeName, made);
  return made;
}

/** Calls one method of the contract through the generated client. */
export async function call<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  also: CallOptions = {},
): Promise<MessageShape<O>> {
  const run = clientOf(method.parent)[method.localName];
  if (!run) throw new Error(`${method.name} has no client`);
  return (await run(request, also)) as MessageShape<O>;
}

/**
 * Whether a refusal says for certain that nothing was done. Without an answer, or with one of a proxy, it may have been
 * done: then only the same request with the same key is safe.
 */
export const isCertain = (error: unknown): boolean =>
  error instanceof HttpProblem && error.status < 500 && error.reason !== '' && error.status !== 429;

export const isSignedOut = (error: unknown): boolean => error instanceof HttpProblem && error.status === 401;

/** Where a read of the contract is found by the browser itself, such as a file to save. */
export function addressOf(method: DescMethodUnary, ids: Readonly<Record<string, string>>): string {
  const { template = '' } = routeOf(method) ?? {};
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(ids[method.input.fields.find((field) => field.name === name)?.localName ?? ''] ?? ''),
  );
}
