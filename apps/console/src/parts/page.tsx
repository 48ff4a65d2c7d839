import { Typography } from 'antd';
import { type ReactNode, useEffect } from 'react';

interface Parts {
  readonly title: string;
  /** Beside the title: the page's main buttons. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen: its name as heading and in the browser's tab. */
export function Page({ title, actions, children }: Parts) {
  useEffect(() => {
    document.title = `${title} · 安居`;
  }, [title]);
  return (
    <>
      <div className="page-head">
        <Typography.Title level={1}>{title}</Typography.Title>
        <div className="page-actions">{actions}</div>
      </div>
      {children}
    </>
  );
}
