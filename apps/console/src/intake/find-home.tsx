import { DirectoryService, TieKindSchema, type Unit } from '@anju/contracts/directory';
import { useQuery } from '@tanstack/react-query';
import { Alert, AutoComplete, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { ask } from '../server/ask';
import { useEstateName } from '../server/me';
import { useProblemText } from '../server/problem';
import { useContractWords } from '../words/contract-words';
import { useIntakeWords } from './words';

const pause = 250;

/** What somebody types, once they stop for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text.trim()), pause);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

function useFound(text: string) {
  const settled = useSettled(text);
  const enabled = settled.length >= 2;
  const query = useQuery({
    ...ask(DirectoryService.method.listUnits, { query: settled, pageSize: 20 }),
    enabled,
  });
  return { ...query, isNothing: enabled && settled === text.trim() && query.data?.units.length === 0 };
}

export const homeOf = ({ building, number }: Unit): string => `${building}-${number}`;

/** Finds a home by its number or by an owner's phone; Enter or the arrows choose. */
export function FindHome({ onFound }: { readonly onFound: (unit: Unit) => void }) {
  const say = useIntakeWords();
  const contract = useContractWords();
  const problemText = useProblemText();
  const estate = useEstateName();
  const [text, setText] = useState('');
  const { data, isNothing, error, isFetching } = useFound(text);
  const units = data?.units ?? [];
  const options = units.map((unit) => ({
    value: unit.id,
    label: (
      <span className="words">
        <strong>{homeOf(unit)}</strong> {estate(unit.estateId)}{' '}
        <span className="quiet">
          {unit.residents.map(({ name, kind }) => `${name} ${contract(TieKindSchema, kind)}`).join(' · ')}
        </span>
      </span>
    ),
  }));
  const choose = (id: string): void => {
    const unit = units.find((one) => one.id === id);
    if (unit) onFound(unit);
  };
  return (
    <Form layout="vertical">
      <Form.Item label={say('find')} htmlFor="find-home" extra={say('findHint')}>
        <AutoComplete
          id="find-home"
          autoFocus
          defaultActiveFirstOption
          virtual={false}
          value={text}
          options={options}
          onChange={(value: string) => !units.some(({ id }) => id === value) && setText(value)}
          onSelect={choose}
        >
          <Input.Search loading={isFetching} enterButton={false} autoComplete="off" inputMode="search" />
        </AutoComplete>
      </Form.Item>
      {isNothing && <Alert type="info" title={say('notFound')} role="status" />}
      {error !== null && <Alert type="warning" title={problemText(error)} role="alert" />}
    </Form>
  );
}

export function FoundHome({ unit, again }: { readonly unit: Unit; readonly again: () => void }) {
  const say = useIntakeWords();
  const estate = useEstateName();
  return (
    <div className="line gap-below">
      <strong>
        {estate(unit.estateId)} {homeOf(unit)}
      </strong>
      <Button size="small" onClick={again}>
        {say('clear')}
      </Button>
    </div>
  );
}
