import { Card, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type Column, Nothing, Rows } from '../parts/rows';
import { Chart, type Drawn } from './chart';
import { useCockpitWords } from './words';

interface Parts<T> {
  readonly title: string;
  readonly drawn: Omit<Drawn, 'label'>;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  readonly empty: string;
  /** The list behind one bar. */
  readonly listOf?: (row: T) => string | undefined;
}

/** Figures that people compare: a picture, and the table behind it. */
export function Picture<T extends object>({ title, drawn, rows, columns, keyOf, empty, listOf }: Parts<T>) {
  const say = useCockpitWords();
  const navigate = useNavigate();
  const [shown, setShown] = useState<'picture' | 'table'>('picture');
  const open = (index: number): void => {
    const row = rows[index];
    const list = row && listOf?.(row);
    if (list) void navigate(list);
  };
  const shape = (
    <Segmented
      size="small"
      aria-label={say('show', { title })}
      value={shown}
      options={[
        { value: 'picture', label: say('picture') },
        { value: 'table', label: say('table') },
      ]}
      onChange={setShown}
    />
  );
  return (
    <Card size="small" title={<h2>{title}</h2>} extra={shape} className="picture">
      {rows.length === 0 && <Nothing>{empty}</Nothing>}
      {rows.length > 0 && shown === 'picture' && <Chart drawn={{ ...drawn, label: title }} onOpen={open} />}
      {rows.length > 0 && shown === 'table' && (
        <Rows label={title} rows={rows} columns={columns} keyOf={keyOf} empty={empty} />
      )}
    </Card>
  );
}
