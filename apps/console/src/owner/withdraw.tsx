import { type Ticket, TicketingService } from '@anju/contracts/ticketing';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { textOf } from '../form/typed';
import { useOwnerWords } from './words';

/** Takes a case back before it is resolved; what that means is said first. */
export function Withdraw({ ticket: { id, etag, allowedActions } }: { readonly ticket: Ticket }) {
  const say = useOwnerWords();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  if (!allowedActions.includes('cancel')) return null;
  return (
    <>
      <Button block size="large" danger onClick={() => setOpen(true)}>
        {say('cancel')}
      </Button>
      <Modal open={open} title={say('cancel')} footer={null} onCancel={() => setOpen(false)}>
        <p>{say('cancelText')}</p>
        <SendForm
          name={`cancel ${id}`}
          method={TicketingService.method.cancelTicket}
          request={(values) => ({ id, etag, reason: textOf(values, 'reason') })}
          onSent={() => {
            setOpen(false);
            void message.success(say('cancelled'));
          }}
          submit={say('cancel')}
          danger
        >
          <WordsField name="reason" label={say('cancelWhy')} autoFocus />
        </SendForm>
      </Modal>
    </>
  );
}
