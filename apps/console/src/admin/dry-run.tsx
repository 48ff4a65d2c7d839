import type { BadRow, ImportReport } from '@anju/contracts/directory';
import { Alert, Button, Space, Statistic } from 'antd';
import { type Column, Rows } from '../parts/rows';
import { useAdminWords } from './words';

interface Parts {
  readonly report: ImportReport;
  readonly busy: boolean;
  readonly run: () => void;
  readonly again: () => void;
}

function BadRows({ report: { badRows, badRowCount } }: { readonly report: ImportReport }) {
  const say = useAdminWords();
  const columns: Column<BadRow>[] = [
    { key: 'row', title: say('row'), card: 'heading', show: ({ row }) => row, width: 80 },
    { key: 'column', title: say('column'), show: ({ column }) => column, width: 120 },
    { key: 'message', title: say('wrong'), show: ({ message }) => <span className="words">{message}</span> },
  ];
  return (
    <>
      <Rows
        label={say('badRows')}
        rows={badRows}
        columns={columns}
        keyOf={({ row, column, rule }) => `${row} ${column} ${rule}`}
        empty={say('ready')}
      />
      {badRowCount > badRows.length && <p className="quiet">{say('firstBad', { count: badRows.length })}</p>}
    </>
  );
}

/** What would happen, before it does; with a bad row nothing can be imported, and each is named. */
export function DryRun({ report, busy, run, again }: Parts) {
  const say = useAdminWords();
  const bad = report.badRowCount > 0;
  const counts = [
    [say('rows'), report.rowCount],
    [say('buildings'), report.buildingCount],
    [say('units'), report.unitCount],
    [say('persons'), report.personCount],
    [say('changed'), report.changedCount],
    [say('badRows'), report.badRowCount],
  ] as const;
  return (
    <section aria-label={say('dryRun')}>
      <Alert
        className="gap-below"
        type={bad ? 'error' : 'success'}
        role="status"
        showIcon
        title={bad ? say('notReady', { count: report.badRowCount }) : say('ready')}
      />
      <div className="counts gap-below">
        {counts.map(([title, value]) => (
          <Statistic key={title} title={title} value={value} />
        ))}
      </div>
      {bad && <BadRows report={report} />}
      <Space wrap className="gap-above">
        {!bad && (
          <Button type="primary" loading={busy} disabled={report.rowCount === 0} onClick={run}>
            {say('importNow', { count: report.rowCount })}
          </Button>
        )}
        <Button type={bad ? 'primary' : 'default'} onClick={again} disabled={busy}>
          {say('another')}
        </Button>
      </Space>
    </section>
  );
}
