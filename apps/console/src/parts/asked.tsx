import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useProblemText } from '../server/problem';
import { usePartWords } from './words';

type State = Pick<UseQueryResult, 'isPending' | 'isError' | 'error' | 'refetch'>;

/** What is asked of the server: its shape while it comes, what went wrong, or the thing itself. */
export function Asked<T>({
  query,
  children,
}: {
  readonly query: State & { readonly data: T | undefined };
  readonly children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed error={query.error} again={() => void query.refetch()} />;
  return <Skeleton active paragraph={{ rows: 6 }} title={false} />;
}

function Failed({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const say = usePartWords();
  const problemText = useProblemText();
  return (
    <Alert
      type="warning"
      showIcon
      title={say('failed')}
      description={problemText(error)}
      action={<Button onClick={again}>{say('again')}</Button>}
    />
  );
}
