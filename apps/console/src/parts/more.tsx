import { Button } from 'antd';
import { usePartWords } from './words';

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** The next page of a list, where there is one. */
export function More({ query }: { readonly query: Paged }) {
  const say = usePartWords();
  if (!query.hasNextPage) return null;
  return (
    <Button
      block
      className="gap-above"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {say('more')}
    </Button>
  );
}
