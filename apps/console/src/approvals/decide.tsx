import { type Approval, Decision, LeadershipService } from '@anju/contracts/leadership';
import { App, Button } from 'antd';
import { useState } from 'react';
import { WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { textOf } from '../form/typed';
import { useApprovalWords } from './words';

const choices = ['grant', 'return', 'refuse'] as const;
type Choice = (typeof choices)[number];

const decisions: Readonly<Record<Choice, Decision>> = {
  grant: Decision.GRANT,
  return: Decision.RETURN,
  refuse: Decision.REFUSE,
};

/** Three big buttons, and one field that says why. */
export function Decide({ approval: { id, etag } }: { readonly approval: Approval }) {
  const say = useApprovalWords();
  const { message } = App.useApp();
  const [choice, setChoice] = useState<Choice>();
  if (!choice)
    return (
      <div className="verbs">
        {choices.map((one) => (
          <Button
            key={one}
            type={one === 'grant' ? 'primary' : 'default'}
            danger={one === 'refuse'}
            onClick={() => setChoice(one)}
          >
            {say(one)}
          </Button>
        ))}
      </div>
    );
  return (
    <>
      <p className="quiet">{say(`${choice}Hint`)}</p>
      <SendForm
        name={`${choice} ${id}`}
        method={LeadershipService.method.decideApproval}
        request={(values) => ({
          id,
          etag,
          decision: decisions[choice],
          comment: textOf(values, 'comment'),
        })}
        onSent={() => void message.success(say('doneWords', { what: say(choice) }))}
        submit={say(choice)}
        danger={choice === 'refuse'}
        also={<Button onClick={() => setChoice(undefined)}>{say('cancel')}</Button>}
      >
        <WordsField
          name="comment"
          label={say('comment')}
          hint={say('commentHint')}
          required={choice !== 'grant'}
          rows={2}
          autoFocus
        />
      </SendForm>
    </>
  );
}
