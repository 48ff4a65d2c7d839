import { TicketingService, TicketRelationsService } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { Field, TextField, TickField, WordsField } from '../form/input';
import { isTicked, textOf } from '../form/typed';
import { ask } from '../server/ask';
import { VerbForm, type VerbParts } from './verb';
import { useVerbWords } from './verb-words';

const { method } = TicketRelationsService;

/** Another open case of the estate, found by its number or its words. */
function CaseField({
  name,
  label,
  hint,
  estateId,
  but,
}: Readonly<Record<'name' | 'label' | 'hint' | 'estateId' | 'but', string>>) {
  const [query, setQuery] = useState('');
  const { data, isFetching } = useQuery(
    ask(TicketingService.method.listTickets, { estateId, query, activeOnly: true, pageSize: 20 }),
  );
  const options = (data?.tickets ?? [])
    .filter(({ id }) => id !== but)
    .map(({ id, number, subject }) => ({ value: id, label: `${number} ${subject}` }));
  return (
    <Field name={name} label={label} hint={hint}>
      <Select
        showSearch={{ filterOption: false, onSearch: setQuery }}
        options={options}
        loading={isFetching}
        virtual={false}
      />
    </Field>
  );
}

export function Merge(parts: VerbParts) {
  const say = useVerbWords();
  const { estateId, id } = parts.ticket;
  return (
    <VerbForm
      {...parts}
      verb="merge"
      danger
      method={method.mergeTicket}
      request={(values, it) => ({
        ...it,
        intoId: textOf(values, 'intoId'),
        duplicate: isTicked(values, 'duplicate'),
      })}
    >
      <CaseField name="intoId" label={say('into')} hint={say('intoHint')} estateId={estateId} but={id} />
      <TickField name="duplicate">{say('duplicate')}</TickField>
    </VerbForm>
  );
}

export function Split(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="split"
      method={method.splitTicket}
      request={(values, { id }) => ({
        id,
        subject: textOf(values, 'subject'),
        description: textOf(values, 'description'),
      })}
    >
      <TextField name="subject" label={say('part')} />
      <WordsField name="description" label={say('details')} />
    </VerbForm>
  );
}
