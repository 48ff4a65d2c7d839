import {
  type ListTicketsRequest,
  PrioritySchema,
  TicketKindSchema,
  TicketOrder,
  TicketStateSchema,
} from '@anju/contracts/ticketing';
import type { DescEnum } from '@bufbuild/protobuf';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useEstates, useMe, useStaff } from '../server/me';
import { useOptions } from '../words/contract-words';
import { useQueueWords } from './words';

interface Parts {
  readonly filter: ListTicketsRequest;
  readonly onChange: (change: Partial<ListTicketsRequest>) => void;
  readonly onClear: () => void;
}

function Several<K extends 'states' | 'kinds' | 'priorities'>({
  name,
  type,
  filter,
  onChange,
}: Parts & { readonly name: K; readonly type: DescEnum }) {
  const say = useQueueWords();
  return (
    <Select
      mode="multiple"
      className="filter"
      aria-label={say(name)}
      placeholder={say(name)}
      value={filter[name]}
      options={useOptions(type)}
      onChange={(value: number[]) => onChange({ [name]: value })}
      maxTagCount="responsive"
      virtual={false}
      allowClear
    />
  );
}

function Whose({ filter, onChange }: Parts) {
  const say = useQueueWords();
  const me = useMe();
  const others = useStaff().filter(({ id }) => id !== me.subjectId);
  return (
    <Select
      className="filter"
      aria-label={say('assignee')}
      value={filter.unassigned ? 'nobody' : filter.assigneeId}
      options={[
        { value: '', label: say('anyone') },
        { value: me.subjectId, label: say('mine') },
        { value: 'nobody', label: say('unassigned') },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(value) =>
        onChange({ unassigned: value === 'nobody', assigneeId: value === 'nobody' ? '' : value })
      }
      showSearch={{ optionFilterProp: 'label' }}
      virtual={false}
    />
  );
}

function Where({ filter, onChange }: Parts) {
  const say = useQueueWords();
  const estates = useEstates();
  return (
    <Select
      className="filter"
      aria-label={say('estate')}
      placeholder={say('estate')}
      value={filter.estateId || null}
      options={estates.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(value: string | null | undefined) => onChange({ estateId: value ?? '' })}
      virtual={false}
      allowClear
    />
  );
}

/** Words are searched when they are sent, not at every key. */
function Words({ filter, onChange }: Parts) {
  const say = useQueueWords();
  const [text, setText] = useState(filter.query);
  return (
    <Input.Search
      className="filter wide-filter"
      aria-label={say('searchLabel')}
      placeholder={say('search')}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onSearch={(query) => onChange({ query: query.trim() })}
      maxLength={100}
      allowClear
    />
  );
}

/** What the list is: the queue by next clock, everything under way, or everything there ever was; newest first. */
const ranges = {
  due: { activeOnly: true, order: TicketOrder.NEXT_DUE },
  active: { activeOnly: true, order: TicketOrder.NEWEST },
  all: { activeOnly: false, order: TicketOrder.NEWEST },
} as const;

function rangeOf({ activeOnly, order }: ListTicketsRequest): keyof typeof ranges {
  if (!activeOnly) return 'all';
  return order === TicketOrder.NEXT_DUE ? 'due' : 'active';
}

export function Filters(parts: Parts) {
  const say = useQueueWords();
  const { filter, onChange, onClear } = parts;
  return (
    <div className="filters" role="search">
      <Segmented<keyof typeof ranges>
        aria-label={say('show')}
        value={rangeOf(filter)}
        options={[
          { value: 'due', label: say('dueFirst') },
          { value: 'active', label: say('active') },
          { value: 'all', label: say('all') },
        ]}
        onChange={(value) => onChange(ranges[value])}
      />
      <Words key={filter.query} {...parts} />
      <Whose {...parts} />
      <Where {...parts} />
      <Several {...parts} name="states" type={TicketStateSchema} />
      <Several {...parts} name="kinds" type={TicketKindSchema} />
      <Several {...parts} name="priorities" type={PrioritySchema} />
      <Button onClick={onClear}>{say('clear')}</Button>
    </div>
  );
}
