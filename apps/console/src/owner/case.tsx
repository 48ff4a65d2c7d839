import './owner.css';
import {
  type Promise as Promised,
  PromiseKindSchema,
  PromiseState,
  type Ticket,
  TicketingService,
} from '@anju/contracts/ticketing';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { Link, useParams } from 'react-router';
import { Asked } from '../parts/asked';
import { Clock, Moment } from '../parts/clock';
import { Page } from '../parts/page';
import { Toned } from '../parts/tone';
import { ask } from '../server/ask';
import { useContractWords } from '../words/contract-words';
import { Judge } from './judge';
import { toneOf, useSentence } from './standing';
import { Talk } from './talk';
import { useOwnerWords } from './words';
import { Withdraw } from './withdraw';

/** One promise: its clock while it runs, and afterwards whether it was kept. */
function OnePromise({
  promised: { kind, state, dueTime, doneTime, warnTime },
}: {
  readonly promised: Promised;
}) {
  const say = useOwnerWords();
  const contract = useContractWords();
  const broken = state === PromiseState.BROKEN;
  return (
    <div>
      <dt>{contract(PromiseKindSchema, kind)}</dt>
      <dd className="line">
        {doneTime ? (
          <>
            <Toned tone={broken ? 'bad' : 'good'}>{say(broken ? 'late' : 'kept')}</Toned>
            <span className="quiet">
              <Moment time={doneTime} />
            </span>
          </>
        ) : (
          <Clock time={dueTime} warned={warnTime} />
        )}
      </dd>
    </div>
  );
}

function Promises({ ticket }: { readonly ticket: Ticket }) {
  const say = useOwnerWords();
  const owed = ticket.promises.filter(({ state }) => state !== PromiseState.RELEASED);
  return (
    <Card size="small" title={say('promises')}>
      {owed.length === 0 ? (
        <p className="quiet">{say('noPromises')}</p>
      ) : (
        <dl className="facts">
          {owed.map((promised) => (
            <OnePromise key={promised.id} promised={promised} />
          ))}
        </dl>
      )}
    </Card>
  );
}

function Standing({ ticket }: { readonly ticket: Ticket }) {
  const say = useOwnerWords();
  const sentence = useSentence();
  return (
    <Card size="small" title={say('state')}>
      <Toned tone={toneOf(ticket)}>{ticket.statusText}</Toned>
      <p className="owner-state">{sentence(ticket)}</p>
      {ticket.solution !== '' && (
        <p className="words">
          <span className="quiet">{say('solution')}</span> {ticket.solution}
        </p>
      )}
      <p className="quiet">
        {say('reportedOn', { number: ticket.number })} <Moment time={ticket.createTime} />
      </p>
    </Card>
  );
}

/** An owner's case: how it stands, what was promised, what was said, and what the owner may do about it. */
export default function Case() {
  const say = useOwnerWords();
  const { id = '' } = useParams();
  const query = useQuery(ask(TicketingService.method.getTicket, { id }));
  return (
    <div className="owner">
      <Link to="/" className="line">
        <ArrowLeftOutlined aria-hidden /> {say('back')}
      </Link>
      <Asked query={query}>
        {(ticket) => (
          <Page title={ticket.subject}>
            <div className="cards">
              <Standing ticket={ticket} />
              <Judge ticket={ticket} />
              <Promises ticket={ticket} />
              <Talk ticket={ticket} />
              <Withdraw ticket={ticket} />
            </div>
          </Page>
        )}
      </Asked>
    </div>
  );
}
