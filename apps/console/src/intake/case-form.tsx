import { TieKindSchema, type Unit } from '@anju/contracts/directory';
import {
  Channel,
  ChannelSchema,
  Impact,
  ImpactSchema,
  type Ticket,
  TicketingService,
  TicketKind,
  TicketKindSchema,
  Urgency,
  UrgencySchema,
} from '@anju/contracts/ticketing';
import { CategoryField } from '../form/category-field';
import { ChoiceField, TextField, TickField, WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { isTicked, numberOf, textOf, type Typed } from '../form/typed';
import { useEstates } from '../server/me';
import { useContractWords, useOptions } from '../words/contract-words';
import { useIntakeWords } from './words';

const initial = {
  kind: TicketKind.COMPLAINT,
  channel: Channel.PHONE,
  urgency: Urgency.NORMAL,
  impact: Impact.HOUSEHOLD,
};

const requestOf = (unit: Unit | undefined) => (values: Typed) => ({
  estateId: unit?.estateId ?? textOf(values, 'estateId'),
  unitId: unit?.id ?? '',
  requesterId: textOf(values, 'requesterId'),
  kind: numberOf(values, 'kind'),
  channel: numberOf(values, 'channel'),
  category: textOf(values, 'category').trim(),
  urgency: numberOf(values, 'urgency'),
  impact: numberOf(values, 'impact'),
  subject: textOf(values, 'subject'),
  description: textOf(values, 'description'),
  place: textOf(values, 'place'),
  anonymous: isTicked(values, 'anonymous'),
});

function RequesterField({ unit }: { readonly unit: Unit }) {
  const say = useIntakeWords();
  const contract = useContractWords();
  const options = unit.residents.map(({ personId, name, phone, kind }) => ({
    value: personId,
    label: [name, phone, contract(TieKindSchema, kind)].filter(Boolean).join(' · '),
  }));
  return <ChoiceField name="requesterId" label={say('residents')} options={options} />;
}

function EstateField() {
  const say = useIntakeWords();
  const estates = useEstates();
  return (
    <ChoiceField
      name="estateId"
      label={say('estate')}
      required
      options={estates.map(({ id, name, code }) => ({ value: id, label: name, search: code }))}
    />
  );
}

interface Parts {
  readonly unit: Unit | undefined;
  readonly onRecorded: (ticket: Ticket) => void;
}

/** What is asked, in the order in which it is said on the phone; Tab and Enter are enough. */
export function CaseForm({ unit, onRecorded }: Parts) {
  const say = useIntakeWords();
  return (
    <SendForm
      key={unit?.id ?? ''}
      name={`intake ${unit?.id ?? ''}`}
      method={TicketingService.method.recordTicket}
      request={requestOf(unit)}
      onSent={onRecorded}
      submit={say('save')}
      initial={{ ...initial, ...(unit?.residents[0] ? { requesterId: unit.residents[0].personId } : {}) }}
    >
      <div className="two">
        {unit ? <RequesterField unit={unit} /> : <EstateField />}
        <ChoiceField name="kind" label={say('kind')} options={useOptions(TicketKindSchema)} />
        <CategoryField name="category" label={say('category')} hint={say('categoryHint')} />
        <ChoiceField name="urgency" label={say('urgency')} options={useOptions(UrgencySchema)} />
      </div>
      <TextField name="subject" label={say('subject')} />
      <WordsField name="description" label={say('description')} rows={3} />
      <div className="two">
        <ChoiceField
          name="channel"
          label={say('channel')}
          options={useOptions(ChannelSchema, [Channel.IMPORT])}
        />
        <ChoiceField name="impact" label={say('impact')} options={useOptions(ImpactSchema)} />
        <TextField name="place" label={say('place')} />
        {unit && <TickField name="anonymous">{say('anonymous')}</TickField>}
      </div>
    </SendForm>
  );
}
