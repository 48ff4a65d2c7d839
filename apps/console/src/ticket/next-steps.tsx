import type { Ticket } from '@anju/contracts/ticketing';
import { App, Button, Card } from 'antd';
import { type ComponentType, createElement } from 'react';
import { Acknowledge, Cancel, Close, RecordVisit, Reopen, Resolve, Resume } from './ending-verbs';
import { Assign, NotifyRequester, RequestApproval, RequestCommitment, Verify, Wait } from './handling-verbs';
import { Merge, Split } from './relation-verbs';
import type { Verb, VerbParts } from './verb';
import { useVerbWords } from './verb-words';

/** In the order in which they are offered: the first that the server allows is the main button. */
const forms: Readonly<Record<Verb, ComponentType<VerbParts>>> = {
  close: Close,
  recordVisit: RecordVisit,
  resume: Resume,
  verify: Verify,
  resolve: Resolve,
  notifyRequester: NotifyRequester,
  requestCommitment: RequestCommitment,
  requestApproval: RequestApproval,
  assign: Assign,
  wait: Wait,
  acknowledge: Acknowledge,
  reopen: Reopen,
  split: Split,
  merge: Merge,
  cancel: Cancel,
};

const isVerb = (name: string): name is Verb => name in forms;

const Form = ({ verb, ...parts }: VerbParts & { readonly verb: Verb }) => createElement(forms[verb], parts);

interface Parts {
  readonly ticket: Ticket;
  /** The form that is open, from the address. */
  readonly doing: string;
  readonly onDoing: (verb: string) => void;
}

/** What the server allows the reader to do now, and nothing else. */
export function NextSteps({ ticket, doing, onDoing }: Parts) {
  const say = useVerbWords();
  const { message } = App.useApp();
  const allowed = Object.keys(forms)
    .filter(isVerb)
    .filter((verb) => ticket.allowedActions.includes(verb));
  const open = allowed.find((verb) => verb === doing);
  const done = (verb: Verb) => {
    onDoing('');
    void message.success(say('done', { what: say(verb) }));
  };
  return (
    <Card size="small" title={<h2>{say('next')}</h2>}>
      {allowed.length === 0 && <p className="quiet">{say('nothing')}</p>}
      {open ? (
        <Form key={open} verb={open} ticket={ticket} onDone={() => done(open)} onCancel={() => onDoing('')} />
      ) : (
        <div className="verbs">
          {allowed.map((verb, at) => (
            <Button key={verb} type={at === 0 ? 'primary' : 'default'} onClick={() => onDoing(verb)}>
              {say(verb)}
            </Button>
          ))}
        </div>
      )}
    </Card>
  );
}
