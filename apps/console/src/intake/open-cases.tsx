import { TicketingService, TicketStateSchema } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { TicketLink } from '../parts/ticket-link';
import { Toned } from '../parts/tone';
import { ask } from '../server/ask';
import { useContractWords } from '../words/contract-words';
import { useIntakeWords } from './words';

/** What is open for a home already: the call may be about one of these. */
export function OpenCases({ unitId }: { readonly unitId: string }) {
  const say = useIntakeWords();
  const contract = useContractWords();
  const { data } = useQuery(
    ask(TicketingService.method.listTickets, { unitId, activeOnly: true, pageSize: 5 }),
  );
  if (!data) return null;
  if (data.tickets.length === 0) return <p className="quiet">{say('noOpenCases')}</p>;
  return (
    <div className="gap-below">
      <span className="quiet">{say('openCases')}</span>
      <ul className="plain">
        {data.tickets.map(({ id, number, subject, state }) => (
          <li key={id}>
            <TicketLink id={id}>{number}</TicketLink> {subject}{' '}
            <Toned tone="busy">{contract(TicketStateSchema, state)}</Toned>
          </li>
        ))}
      </ul>
    </div>
  );
}
