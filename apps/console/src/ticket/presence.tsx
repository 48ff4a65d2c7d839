import { type Ticket, TicketTalkService } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect } from 'react';
import { ask, renew } from '../server/ask';
import { useMay, useStaffName } from '../server/me';
import { useTicketWords } from './words';

/** As the contract wants it while a case is on screen. */
const everyMs = 15_000;

/** Colleagues who have the same case before them: two who work on it must know of each other. */
export function Colleagues({ ticket, editing }: { readonly ticket: Ticket; readonly editing: boolean }) {
  const say = useTicketWords();
  const name = useStaffName();
  const enabled = useMay()('ticketing.handle');
  const { id, etag } = ticket;
  const { data } = useQuery({
    ...ask(TicketTalkService.method.touchTicket, { id, editing }),
    enabled,
    refetchInterval: everyMs,
  });
  const changed = data !== undefined && data.etag !== '' && data.etag !== etag;
  useEffect(() => {
    if (changed) void renew('ticketing', id);
  }, [changed, id]);
  const viewers = data?.viewers ?? [];
  if (viewers.length === 0) return null;
  const busy = viewers.filter((viewer) => viewer.editing);
  const names = (busy.length > 0 ? busy : viewers).map(({ staffId }) => name(staffId)).join(', ');
  return (
    <Alert
      className="gap-below"
      type={busy.length > 0 ? 'warning' : 'info'}
      showIcon
      role="status"
      title={say(busy.length > 0 ? 'editing' : 'viewing', { names })}
    />
  );
}
