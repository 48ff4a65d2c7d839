import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMay } from '../server/me';

/** A case by its number; a department that only helps with it sees the number. */
export function TicketLink({
  id,
  to = '',
  children,
}: {
  readonly id: string;
  readonly to?: string;
  readonly children: ReactNode;
}) {
  const sees = useMay()('ticketing.read');
  return sees ? <Link to={`/tickets/${id}${to}`}>{children}</Link> : <span>{children}</span>;
}
