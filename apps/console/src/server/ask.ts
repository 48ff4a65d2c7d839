import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
  toJsonString,
} from '@bufbuild/protobuf';
import { infiniteQueryOptions, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { isCertain, isSignedOut, call } from './server';
import { signInAgain } from './sign-in';

const shortWait = 10_000;

/** Without it a call made off line waits unseen; we want to say at once that the line is down. */
const networkMode = 'always';

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => isSignedOut(error) && signInAgain.ask() }),
  defaultOptions: {
    queries: {
      staleTime: shortWait,
      networkMode,
      retry: (count, error) => !isCertain(error) && count < 2,
    },
    mutations: { networkMode },
  },
});

type Key = readonly [service: string, method: string, request: string];

function keyOf<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
): Key {
  return [
    method.parent.typeName,
    method.localName,
    toJsonString(method.input, create(method.input, request)),
  ];
}

/** For `useQuery`: one read of the contract, kept under the method and what was asked. */
export const ask = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) =>
  queryOptions({
    queryKey: keyOf(method, request),
    queryFn: ({ signal }) => call(method, request, { signal }),
  });

type Paged = MessageShape<DescMessage> & { readonly nextPageToken: string };

/** For `useInfiniteQuery`: a list of the contract, page by page. */
export const askPages = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(method, request), 'pages'],
    queryFn: ({ signal, pageParam }) =>
      call(method, { ...(request as object), pageToken: pageParam } as unknown as MessageInitShape<I>, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last as unknown as Paged).nextPageToken || undefined,
  });

/** Reads anew what a change may have touched: a whole duty, such as `ticketing`, or only what names one id in it. */
export function renew(duty: string, id?: string): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [service, , request] }) =>
      typeof service === 'string' &&
      service.startsWith(`anju.${duty}.`) &&
      (id === undefined || isOf(String(request), id)),
  });
}

/** Lists may hold anything; a read of one thing only concerns that thing. */
const isOf = (request: string, id: string): boolean =>
  request.includes(id) || !/"(id|ticketId)":/.test(request);
