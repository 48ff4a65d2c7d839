import {
  type Commitment,
  CommitmentState,
  CommitmentStateSchema,
  type Ticket,
  TicketingService,
} from '@anju/contracts/ticketing';
import { App, Button } from 'antd';
import { useState } from 'react';
import { commitmentTone } from '../commitments/states';
import { WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { textOf } from '../form/typed';
import { Clock } from '../parts/clock';
import { Toned } from '../parts/tone';
import { useStaffName } from '../server/me';
import { useContractWords, usePostWords } from '../words/contract-words';
import { Section } from './section';
import { useTicketWords } from './words';

function SendBack({ commitment, done }: { readonly commitment: Commitment; readonly done: () => void }) {
  const say = useTicketWords();
  const { id, etag } = commitment;
  return (
    <SendForm
      name={`return ${id}`}
      method={TicketingService.method.returnCommitment}
      request={(values) => ({ id, etag, reason: textOf(values, 'reason') })}
      onSent={done}
      submit={say('return')}
    >
      <WordsField name="reason" label={say('returnReason')} autoFocus rows={2} />
    </SendForm>
  );
}

interface Parts {
  readonly commitment: Commitment;
  /** Whether the desk may still ask this department. */
  readonly returnable: boolean;
}

function OneCommitment({ commitment, returnable }: Parts) {
  const say = useTicketWords();
  const [contract, post, staff] = [useContractWords(), usePostWords(), useStaffName()];
  const { message } = App.useApp();
  const [returning, setReturning] = useState(false);
  const { department, state, request, result, reason, dueTime, endTime, overdueTime, staffId } = commitment;
  const done = () => {
    setReturning(false);
    void message.success(say('returned'));
  };
  return (
    <li>
      <div className="line">
        <strong>{post(department)}</strong>
        <Toned tone={commitmentTone(state)}>{contract(CommitmentStateSchema, state)}</Toned>
        <span className="quiet">{staff(staffId)}</span>
      </div>
      <div className="words">{request}</div>
      {(result || reason) && <div className="words said">{result || reason}</div>}
      <Clock time={endTime ?? dueTime} over={endTime !== undefined} warned={overdueTime} />
      {state === CommitmentState.FULFILLED && returnable && !returning && (
        <Button size="small" onClick={() => setReturning(true)}>
          {say('return')}
        </Button>
      )}
      {returning && <SendBack commitment={commitment} done={done} />}
    </li>
  );
}

export function Departments({ ticket: { commitments, allowedActions } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  if (commitments.length === 0) return null;
  return (
    <Section title={say('commitments')}>
      <ul className="plain apart">
        {commitments.map((commitment) => (
          <OneCommitment
            key={commitment.id}
            commitment={commitment}
            returnable={allowedActions.includes('requestCommitment')}
          />
        ))}
      </ul>
    </Section>
  );
}
