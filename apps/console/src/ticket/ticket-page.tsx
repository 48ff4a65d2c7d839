import { type Ticket, TicketingService, TicketStateSchema } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { Asked } from '../parts/asked';
import { Clock } from '../parts/clock';
import { Page } from '../parts/page';
import { Toned } from '../parts/tone';
import { stateTone } from '../queue/state-tone';
import { ask } from '../server/ask';
import { useContractWords } from '../words/contract-words';
import { About } from './about';
import { Attachments } from './attachments';
import { Departments } from './departments';
import { Messages } from './messages';
import { NextSteps } from './next-steps';
import { Promises, StillOpen } from './owed';
import { Colleagues } from './presence';
import { Timeline } from './timeline';
import { Approvals, Notices, Visits } from './told';

function OneTicket({ ticket }: { readonly ticket: Ticket }) {
  const contract = useContractWords();
  const [search, setSearch] = useSearchParams();
  const doing = search.get('do') ?? '';
  const open = (verb: string) => setSearch(verb ? { do: verb } : {}, { replace: true });
  const state = (
    <>
      <Toned tone={stateTone(ticket.state)}>{contract(TicketStateSchema, ticket.state)}</Toned>
      {ticket.nextDueTime && <Clock time={ticket.nextDueTime} />}
    </>
  );
  return (
    <Page title={`${ticket.number} ${ticket.subject}`} actions={state}>
      <Colleagues ticket={ticket} editing={doing !== ''} />
      <div className="case">
        <div className="case-next">
          <NextSteps ticket={ticket} doing={doing} onDoing={open} />
          <StillOpen ticket={ticket} />
          <Promises ticket={ticket} />
          <Departments ticket={ticket} />
          <Approvals ticket={ticket} />
          <Visits ticket={ticket} />
          <Notices ticket={ticket} />
        </div>
        <div className="case-story">
          <About ticket={ticket} />
          <Messages ticket={ticket} />
          <Attachments ticket={ticket} />
          <Timeline ticket={ticket} />
        </div>
      </div>
    </Page>
  );
}

/** One case: its story on the left, on the right what to do next and what is owed. */
export default function TicketPage() {
  const { id = '' } = useParams();
  const query = useQuery(ask(TicketingService.method.getTicket, { id }));
  return <Asked query={query}>{(ticket) => <OneTicket key={ticket.id} ticket={ticket} />}</Asked>;
}
