import { type Account, AccountKind, IdentityService } from '@anju/contracts/identity';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { askPages } from '../server/ask';
import { useMay } from '../server/me';

export interface Accounts {
  /** Whether all of them are known: before that nobody can be said to have none. */
  readonly complete: boolean;
  readonly of: (staffId: string) => Account | undefined;
}

/** The accounts of the staff. They come with those of the residents, page by page, because no list has only them. */
export function useAccounts(): Accounts {
  const enabled = useMay()('identity.manage');
  const query = useInfiniteQuery({
    ...askPages(IdentityService.method.listAccounts, { pageSize: 200 }),
    enabled,
  });
  const { hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const accounts = query.data?.pages.flatMap((page) => page.accounts) ?? [];
  const ofStaff = new Map(
    accounts.filter(({ kind }) => kind === AccountKind.STAFF).map((one) => [one.subjectId, one]),
  );
  return { complete: query.isSuccess && !hasNextPage, of: (staffId) => ofStaff.get(staffId) };
}
