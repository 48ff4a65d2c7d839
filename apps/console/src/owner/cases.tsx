import './owner.css';
import { type Ticket, TicketingService } from '@anju/contracts/ticketing';
import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { Link, useNavigate } from 'react-router';
import { Asked } from '../parts/asked';
import { Clock, Moment } from '../parts/clock';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { Nothing } from '../parts/rows';
import { Toned } from '../parts/tone';
import { askPages } from '../server/ask';
import { toneOf } from './standing';
import { useOwnerWords } from './words';

function OneCase({ ticket }: { readonly ticket: Ticket }) {
  const say = useOwnerWords();
  const { id, number, subject, statusText, nextDueTime, createTime, allowedActions } = ticket;
  return (
    <li>
      <Card size="small">
        <Link to={`/tickets/${id}`} className="owner-card">
          <strong className="words">{subject}</strong>
          <span className="line">
            <Toned tone={toneOf(ticket)}>{statusText}</Toned>
            {allowedActions.includes('acceptSolution') && <Toned tone="warn">{say('judgeMark')}</Toned>}
          </span>
          {nextDueTime && (
            <span>
              {say('nextStep')} <Clock time={nextDueTime} />
            </span>
          )}
          <span className="quiet">
            {say('reportedOn', { number })} <Moment time={createTime} />
          </span>
        </Link>
      </Card>
    </li>
  );
}

/** What an owner reported, newest first, with the clock of the next promise. */
export default function Cases() {
  const say = useOwnerWords();
  const navigate = useNavigate();
  const query = useInfiniteQuery(askPages(TicketingService.method.listTickets, { pageSize: 20 }));
  const report = (
    <Button
      type="primary"
      size="large"
      icon={<PlusOutlined aria-hidden />}
      onClick={() => void navigate('/report')}
    >
      {say('report')}
    </Button>
  );
  return (
    <div className="owner">
      <Page title={say('cases')} actions={report}>
        <Asked query={query}>
          {({ pages }) => {
            const tickets = pages.flatMap((page) => page.tickets);
            if (tickets.length === 0) return <Nothing>{say('none')}</Nothing>;
            return (
              <>
                <ul className="cards" aria-label={say('cases')}>
                  {tickets.map((ticket) => (
                    <OneCase key={ticket.id} ticket={ticket} />
                  ))}
                </ul>
                <More query={query} />
              </>
            );
          }}
        </Asked>
      </Page>
    </div>
  );
}
