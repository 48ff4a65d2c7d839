import { TicketingService, TicketTalkService, type Ticket } from '@anju/contracts/ticketing';
import { App, Button, Card, Modal, Rate } from 'antd';
import { useState } from 'react';
import { Field, WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { numberOf, textOf } from '../form/typed';
import { useOwnerWords } from './words';

const { acceptSolution, rejectSolution } = TicketTalkService.method;

interface Parts {
  readonly ticket: Ticket;
  readonly done: (words: 'thanks' | 'again') => void;
}

function Stars() {
  const say = useOwnerWords();
  return (
    <Field name="satisfaction" label={say('stars')} required>
      <Rate allowClear={false} className="stars" />
    </Field>
  );
}

function Solved({ ticket: { id, etag }, done }: Parts) {
  const say = useOwnerWords();
  return (
    <SendForm
      name={`accept ${id}`}
      method={acceptSolution}
      request={(values) => ({
        id,
        etag,
        satisfaction: numberOf(values, 'satisfaction'),
        comment: textOf(values, 'comment'),
      })}
      onSent={() => done('thanks')}
      submit={say('solved')}
    >
      <Stars />
      <WordsField name="comment" label={say('comment')} hint={say('commentHint')} />
    </SendForm>
  );
}

function Unsolved({ ticket: { id, etag }, done }: Parts) {
  const say = useOwnerWords();
  return (
    <SendForm
      name={`reject ${id}`}
      method={rejectSolution}
      request={(values) => ({ id, etag, reason: textOf(values, 'reason') })}
      onSent={() => done('again')}
      submit={say('unsolved')}
    >
      <WordsField name="reason" label={say('whatUnsolved')} autoFocus />
    </SendForm>
  );
}

function Reopen({ ticket: { id, etag }, done }: Parts) {
  const say = useOwnerWords();
  return (
    <SendForm
      name={`reopen ${id}`}
      method={TicketingService.method.reopenTicket}
      request={(values) => ({ id, etag, reason: textOf(values, 'reason') })}
      onSent={() => done('again')}
      submit={say('reopen')}
    >
      <WordsField name="reason" label={say('reopenWhy')} autoFocus />
    </SendForm>
  );
}

const forms = { solved: Solved, unsolved: Unsolved, reopen: Reopen };

/** The owner's own word on the solution, Article 7(6), and the way back when the trouble returns. */
export function Judge({ ticket }: { readonly ticket: Ticket }) {
  const say = useOwnerWords();
  const { message } = App.useApp();
  const [open, setOpen] = useState<keyof typeof forms>();
  const Form = open && forms[open];
  const may = (action: string): boolean => ticket.allowedActions.includes(action);
  const done: Parts['done'] = (words) => {
    setOpen(undefined);
    void message.success(say(words));
  };
  const button = (form: keyof typeof forms, primary: boolean) => (
    <Button block size="large" type={primary ? 'primary' : 'default'} onClick={() => setOpen(form)}>
      {say(form)}
    </Button>
  );
  return (
    <>
      {may('acceptSolution') && (
        <Card size="small" title={say('judge')}>
          <p>{say('judgeText')}</p>
          <div className="judge">
            {button('solved', true)}
            {may('rejectSolution') && button('unsolved', false)}
          </div>
        </Card>
      )}
      {/* While the solution waits for a word, "not solved" is the same thing. */}
      {may('reopen') && !may('rejectSolution') && button('reopen', false)}
      <Modal
        open={open !== undefined}
        title={open && say(open)}
        footer={null}
        onCancel={() => setOpen(undefined)}
      >
        {Form && <Form ticket={ticket} done={done} />}
      </Modal>
    </>
  );
}
