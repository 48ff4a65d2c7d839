import { Card, Empty, Grid, Table } from 'antd';
import type { ReactNode } from 'react';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly show: (row: T) => ReactNode;
  readonly width?: number;
  /** Where it stands on a card: its heading, its foot with the buttons, or left out. Else a line with its title. */
  readonly card?: 'heading' | 'foot' | 'none';
}

interface Parts<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** What to do when there is nothing. */
  readonly empty: ReactNode;
  readonly busy?: boolean;
  readonly selection?: { readonly keys: readonly string[]; readonly onChange: (keys: string[]) => void };
}

/** A dense table where there is room, the same as cards on a phone. */
export function Rows<T extends object>(parts: Parts<T>) {
  const { md } = Grid.useBreakpoint();
  if (parts.rows.length === 0 && !parts.busy) return <Nothing>{parts.empty}</Nothing>;
  return md === false ? <AsCards {...parts} /> : <AsTable {...parts} />;
}

export const Nothing = ({ children }: { readonly children: ReactNode }) => (
  <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children} className="nothing" />
);

function AsTable<T extends object>({ label, rows, columns, keyOf, busy, selection }: Parts<T>) {
  return (
    <Table<T>
      aria-label={label}
      size="small"
      rowKey={keyOf}
      loading={busy ?? false}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={columns.map(({ key, title, show, width }) => ({
        key,
        title,
        render: (_, row) => show(row),
        ...(width ? { width } : {}),
      }))}
      {...(selection
        ? {
            rowSelection: {
              selectedRowKeys: [...selection.keys],
              onChange: (keys) => selection.onChange(keys.map(String)),
            },
          }
        : {})}
    />
  );
}

function AsCards<T extends object>({ label, rows, columns, keyOf }: Parts<T>) {
  const at = (place: Column<T>['card']) => columns.filter(({ card }) => card === place);
  return (
    <ul className="cards" aria-label={label}>
      {rows.map((row) => (
        <li key={keyOf(row)}>
          <Card
            size="small"
            title={at('heading').map(({ key, show }) => (
              <span key={key}>{show(row)}</span>
            ))}
          >
            <dl>
              {at(undefined).map(({ key, title, show }) => (
                <div key={key}>
                  <dt>{title}</dt>
                  <dd>{show(row)}</dd>
                </div>
              ))}
            </dl>
            {at('foot').map(({ key, show }) => (
              <div key={key} className="foot">
                {show(row)}
              </div>
            ))}
          </Card>
        </li>
      ))}
    </ul>
  );
}
