import { type Ticket, VisitMethodSchema } from '@anju/contracts/ticketing';
import { Clock, Moment } from '../parts/clock';
import { Toned } from '../parts/tone';
import { useStaffName } from '../server/me';
import { useContractWords } from '../words/contract-words';
import { useYuan } from '../words/money';
import { useTimes } from '../words/now';
import { millis } from '../words/times';
import { Section } from './section';
import { useTicketWords } from './words';

interface Parts {
  readonly ticket: Ticket;
}

export function Approvals({ ticket: { approvals } }: Parts) {
  const say = useTicketWords();
  const yuan = useYuan();
  if (approvals.length === 0) return null;
  return (
    <Section title={say('approvals')}>
      <ul className="plain apart">
        {approvals.map(({ id, open, granted, subject, materials, amountFen, comment, decideTime }) => (
          <li key={id}>
            <div className="line">
              <strong>{subject}</strong>
              <Toned tone={open ? 'warn' : granted ? 'good' : 'bad'}>
                {say(open ? 'undecided' : granted ? 'granted' : 'notGranted')}
              </Toned>
              {amountFen > 0n && <span>{yuan(amountFen)}</span>}
            </div>
            <div className="words">{materials}</div>
            {comment && <div className="words said">{comment}</div>}
            <Moment time={decideTime} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the requester was told, each with the proof that it arrived. */
export function Notices({ ticket: { notices } }: Parts) {
  const say = useTicketWords();
  const { moment } = useTimes();
  if (notices.length === 0) return null;
  return (
    <Section title={say('notices')}>
      <ul className="plain apart">
        {notices.map(({ id, message, sendTime, deliverTime }) => (
          <li key={id}>
            <div className="words">{message || say('byTemplate')}</div>
            <div className="line">
              <span className="quiet">
                <Moment time={sendTime} />
              </span>
              <Toned tone={deliverTime ? 'good' : 'calm'}>
                {deliverTime ? say('delivered', { time: moment(millis(deliverTime) ?? 0) }) : say('underWay')}
              </Toned>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Visits({ ticket: { visits, visitDueTime } }: Parts) {
  const say = useTicketWords();
  const [contract, staff] = [useContractWords(), useStaffName()];
  if (visits.length === 0 && !visitDueTime) return null;
  return (
    <Section title={say('visits')}>
      {visitDueTime && (
        <p>
          {say('visitDue')} <Clock time={visitDueTime} />
        </p>
      )}
      <ul className="plain apart">
        {visits.map(({ id, method, reached, satisfaction, solved, comment, staffId, time }) => (
          <li key={id}>
            <div className="line">
              <strong>{contract(VisitMethodSchema, method)}</strong>
              {!reached && <Toned tone="calm">{say('notReached')}</Toned>}
              {reached && (
                <>
                  <Toned tone={solved ? 'good' : 'bad'}>{say(solved ? 'solvedYes' : 'solvedNo')}</Toned>
                  <span>{say('stars', { count: satisfaction })}</span>
                </>
              )}
            </div>
            {comment && <div className="words said">{comment}</div>}
            <div className="quiet">
              <Moment time={time} /> {staff(staffId)}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
