import type { Ticket } from '@anju/contracts/ticketing';
import type { DescMessage, DescMethodUnary, MessageInitShape } from '@bufbuild/protobuf';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { SendForm } from '../form/send-form';
import type { Typed } from '../form/typed';
import { useVerbWords } from './verb-words';

export interface VerbParts {
  readonly ticket: Ticket;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Names of custom verbs that have a form here. */
export type Verb =
  | 'verify'
  | 'assign'
  | 'requestCommitment'
  | 'requestApproval'
  | 'notifyRequester'
  | 'wait'
  | 'resume'
  | 'resolve'
  | 'recordVisit'
  | 'close'
  | 'reopen'
  | 'cancel'
  | 'merge'
  | 'split'
  | 'acknowledge';

interface Parts<I extends DescMessage, O extends DescMessage> extends VerbParts {
  readonly verb: Verb;
  readonly method: DescMethodUnary<I, O>;
  /** What the request holds beyond the case and its version. */
  readonly request: (values: Typed, it: { id: string; etag: string }) => MessageInitShape<I>;
  readonly danger?: boolean;
  readonly initial?: Typed;
  readonly children?: ReactNode;
}

/** One step of a case as a small form that says first what will happen. */
export function VerbForm<I extends DescMessage, O extends DescMessage>(parts: Parts<I, O>) {
  const { ticket, onDone, onCancel, verb, method, request, danger, initial, children } = parts;
  const say = useVerbWords();
  const it = { id: ticket.id, etag: ticket.etag };
  return (
    <>
      <h3>{say(verb)}</h3>
      <p className="quiet">{say(`${verb}Hint`)}</p>
      <SendForm
        name={`${verb} ${ticket.id}`}
        method={method}
        request={(values) => request(values, it)}
        onSent={onDone}
        submit={say(verb)}
        danger={danger ?? false}
        {...(initial ? { initial } : {})}
        also={<Button onClick={onCancel}>{say('cancelForm')}</Button>}
      >
        {children}
      </SendForm>
    </>
  );
}
