import { Card } from 'antd';
import type { ReactNode } from 'react';

/** One part of a case under its heading. */
export const Section = ({
  title,
  extra,
  children,
}: {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}) => (
  <Card size="small" title={<h2>{title}</h2>} extra={extra}>
    {children}
  </Card>
);
