import { TicketingService, VisitMethod, VisitMethodSchema } from '@anju/contracts/ticketing';
import { Form, Radio } from 'antd';
import { ChoiceField, Field, TickField, WordsField } from '../form/input';
import { isTicked, numberOf, textOf } from '../form/typed';
import { useOptions } from '../words/contract-words';
import { VerbForm, type VerbParts } from './verb';
import { useVerbWords } from './verb-words';

const { method } = TicketingService;

export function Resolve(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="resolve"
      method={method.resolveTicket}
      request={(values, it) => ({ ...it, solution: textOf(values, 'solution') })}
    >
      <WordsField name="solution" label={say('solution')} autoFocus rows={4} />
    </VerbForm>
  );
}

const stars = [1, 2, 3, 4, 5].map((value) => ({ value, label: `${value}` }));

/** Only a requester who was reached has something to say. */
function WhatWasSaid() {
  const say = useVerbWords();
  const reached: unknown = Form.useWatch<unknown>('reached');
  if (reached !== true) return null;
  return (
    <>
      <Field name="satisfaction" label={say('satisfaction')} required>
        <Radio.Group optionType="button" options={stars} />
      </Field>
      <TickField name="solved">{say('solved')}</TickField>
      <WordsField name="comment" label={say('comment')} hint={say('commentHint')} rows={2} />
    </>
  );
}

export function RecordVisit(parts: VerbParts) {
  const say = useVerbWords();
  const methods = useOptions(VisitMethodSchema, [VisitMethod.SELF]);
  return (
    <VerbForm
      {...parts}
      verb="recordVisit"
      method={method.recordVisit}
      initial={{ method: VisitMethod.PHONE, reached: true, solved: true }}
      request={(values, it) => {
        const reached = isTicked(values, 'reached');
        return {
          ...it,
          method: numberOf(values, 'method'),
          reached,
          satisfaction: reached ? numberOf(values, 'satisfaction') : 0,
          solved: reached && isTicked(values, 'solved'),
          comment: textOf(values, 'comment'),
        };
      }}
    >
      <ChoiceField name="method" label={say('method')} options={methods} />
      <TickField name="reached">{say('reached')}</TickField>
      <WhatWasSaid />
    </VerbForm>
  );
}

export const Close = (parts: VerbParts) => (
  <VerbForm {...parts} verb="close" method={method.closeTicket} request={(_, it) => it} />
);

export const Resume = (parts: VerbParts) => (
  <VerbForm {...parts} verb="resume" method={method.resumeTicket} request={(_, it) => it} />
);

export const Acknowledge = (parts: VerbParts) => (
  <VerbForm {...parts} verb="acknowledge" method={method.acknowledgeTicket} request={(_, it) => it} />
);

export function Reopen(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="reopen"
      method={method.reopenTicket}
      request={(values, it) => ({ ...it, reason: textOf(values, 'reason') })}
    >
      <WordsField name="reason" label={say('reason')} autoFocus />
    </VerbForm>
  );
}

export function Cancel(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="cancel"
      danger
      method={method.cancelTicket}
      request={(values, it) => ({ ...it, reason: textOf(values, 'reason') })}
    >
      <WordsField name="reason" label={say('reason')} autoFocus />
    </VerbForm>
  );
}
