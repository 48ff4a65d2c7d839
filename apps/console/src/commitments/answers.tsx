import { type Commitment, CommitmentState, TicketingService } from '@anju/contracts/ticketing';
import { App, Button, Modal, Space } from 'antd';
import { useState } from 'react';
import { TimeField, WordsField } from '../form/input';
import { SendButton } from '../form/send-button';
import { SendForm } from '../form/send-form';
import { textOf, timeOf } from '../form/typed';
import { useMay, useMe } from '../server/me';
import { useCommitmentWords } from './words';

const { acceptCommitment, declineCommitment, fulfilCommitment } = TicketingService.method;

type Answer = 'acceptLater' | 'decline' | 'fulfil';

interface Parts {
  readonly commitment: Commitment;
  readonly done: (words: 'accepted' | 'declined' | 'fulfilled') => void;
}

function AcceptLater({ commitment: { id, etag }, done }: Parts) {
  const say = useCommitmentWords();
  return (
    <SendForm
      name={`accept ${id}`}
      method={acceptCommitment}
      request={(values) => ({
        id,
        etag,
        reason: textOf(values, 'reason'),
        ...timeOf(values, 'dueTime'),
      })}
      onSent={() => done('accepted')}
      submit={say('accept')}
    >
      <TimeField name="dueTime" label={say('dueTime')} hint={say('dueHint')} />
      <WordsField name="reason" label={say('reason')} rows={2} />
    </SendForm>
  );
}

function Decline({ commitment: { id, etag }, done }: Parts) {
  const say = useCommitmentWords();
  return (
    <SendForm
      name={`decline ${id}`}
      method={declineCommitment}
      request={(values) => ({ id, etag, reason: textOf(values, 'reason') })}
      onSent={() => done('declined')}
      submit={say('decline')}
      danger
    >
      <WordsField name="reason" label={say('declineReason')} autoFocus />
    </SendForm>
  );
}

function Fulfil({ commitment: { id, etag }, done }: Parts) {
  const say = useCommitmentWords();
  return (
    <SendForm
      name={`fulfil ${id}`}
      method={fulfilCommitment}
      request={(values) => ({ id, etag, result: textOf(values, 'result') })}
      onSent={() => done('fulfilled')}
      submit={say('fulfil')}
    >
      <WordsField name="result" label={say('whatDone')} autoFocus />
    </SendForm>
  );
}

const forms = { acceptLater: AcceptLater, decline: Decline, fulfil: Fulfil };

/** What a department may answer; big enough for a thumb. */
export function Answers({ commitment }: { readonly commitment: Commitment }) {
  const say = useCommitmentWords();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Answer>();
  const me = useMe();
  // The desk sees what is asked of others, and does not answer for them.
  const mayAnswer =
    useMay()('commitment.answer') && me.posts.some(({ post }) => post === commitment.department);
  const Form = open && forms[open];
  const done: Parts['done'] = (words) => {
    setOpen(undefined);
    void message.success(say(words));
  };
  if (!mayAnswer) return null;
  const button = (answer: Answer, primary = false) => (
    <Button type={primary ? 'primary' : 'default'} onClick={() => setOpen(answer)}>
      {say(answer)}
    </Button>
  );
  return (
    <>
      {commitment.state === CommitmentState.REQUESTED && (
        <Space wrap>
          <SendButton
            type="primary"
            method={acceptCommitment}
            request={{ id: commitment.id, etag: commitment.etag }}
            onSent={() => done('accepted')}
          >
            {say('accept')}
          </SendButton>
          {button('acceptLater')}
          {button('decline')}
        </Space>
      )}
      {commitment.state === CommitmentState.ACCEPTED && button('fulfil', true)}
      <Modal
        open={open !== undefined}
        title={open && say(open)}
        footer={null}
        onCancel={() => setOpen(undefined)}
      >
        <p className="words quiet">{commitment.request}</p>
        {Form && <Form commitment={commitment} done={done} />}
      </Modal>
    </>
  );
}
