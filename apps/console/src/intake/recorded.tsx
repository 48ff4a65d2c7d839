import { PromiseKindSchema, PromiseState, type Ticket } from '@anju/contracts/ticketing';
import { Button, Card, Typography } from 'antd';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { Clock } from '../parts/clock';
import { useContractWords } from '../words/contract-words';
import { useIntakeWords } from './words';

/** What is said to the requester before the line is hung up: the number, and by when what is promised. */
export function Recorded({ ticket, another }: { readonly ticket: Ticket; readonly another: () => void }) {
  const say = useIntakeWords();
  const contract = useContractWords();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const promises = ticket.promises.filter(({ state }) => state === PromiseState.OPEN);
  return (
    <Card className="recorded">
      <h2 ref={heading} tabIndex={-1}>
        {say('saved')}
      </h2>
      <p className="quiet">{say('readOut')}</p>
      <Typography.Text className="number" copyable>
        {ticket.number}
      </Typography.Text>
      <h3>{say('promised')}</h3>
      <dl className="facts">
        {promises.map(({ id, kind, dueTime, warnTime }) => (
          <div key={id}>
            <dt>{contract(PromiseKindSchema, kind)}</dt>
            <dd>
              <Clock time={dueTime} warned={warnTime} />
            </dd>
          </div>
        ))}
      </dl>
      {ticket.requesterId !== '' && <p className="quiet">{say('told')}</p>}
      <div className="line">
        <Button type="primary" onClick={another}>
          {say('another')}
        </Button>
        <Button onClick={() => void navigate(`/tickets/${ticket.id}`)}>{say('goTo')}</Button>
      </div>
    </Card>
  );
}
