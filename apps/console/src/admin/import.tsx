import './admin.css';
import { DirectoryService, type ImportReport } from '@anju/contracts/directory';
import { InboxOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Result, Spin, Upload } from 'antd';
import { useState } from 'react';
import { useSend } from '../form/send-button';
import { Page } from '../parts/page';
import { useProblemText } from '../server/problem';
import { DryRun } from './dry-run';
import { useAdminWords } from './words';

const { importRegister } = DirectoryService.method;

const headings = '小区,楼栋,单元,房号,面积,用途,姓名,电话,证件号,邮箱,身份';
/** With the mark by which spreadsheets know UTF-8. */
const template = `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${headings}\r\n`)}`;

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Systems name CSV as they like; the server reads what is inside. */
async function bodyOf(file: File) {
  const contentType = /\.csv$/i.test(file.name) ? 'text/csv' : xlsx;
  return { contentType, data: new Uint8Array(await file.arrayBuffer()) };
}

function ChooseFile({ onChosen }: { readonly onChosen: (file: File) => void }) {
  const say = useAdminWords();
  return (
    <>
      <p>{say('importHow')}</p>
      <p>
        <a href={template} download="register.csv">
          {say('template')}
        </a>
      </p>
      <Upload.Dragger
        accept=".xlsx,.csv"
        showUploadList={false}
        beforeUpload={(file) => {
          onChosen(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="ant-upload-text">{say('drop')}</p>
        <p className="ant-upload-hint">{say('dropHint')}</p>
      </Upload.Dragger>
    </>
  );
}

/** A file is tried first and then imported, all of it or nothing; between the two stands what would happen. */
function useImport() {
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<ImportReport>();
  const sending = useSend({ method: importRegister, onSent: setReport, quiet: true });
  const send = async (chosen: File, dryRun: boolean): Promise<void> => {
    const body = await bodyOf(chosen);
    sending.mutate({ file: body, dryRun });
  };
  return {
    ...{ file, report, busy: sending.isPending, error: sending.error },
    choose: (chosen: File): void => {
      setFile(chosen);
      setReport(undefined);
      void send(chosen, true);
    },
    run: (): void => {
      if (file) void send(file, false);
    },
    again: (): void => {
      setFile(undefined);
      setReport(undefined);
      sending.reset();
    },
  };
}

function Imported({ report, again }: { readonly report: ImportReport; readonly again: () => void }) {
  const say = useAdminWords();
  return (
    <Result
      status="success"
      title={say('imported')}
      subTitle={say('importedText', { count: report.rowCount })}
      extra={<Button onClick={again}>{say('another')}</Button>}
    />
  );
}

export default function Import() {
  const say = useAdminWords();
  const problemText = useProblemText();
  const { file, report, busy, error, choose, run, again } = useImport();
  return (
    <Page title={say('import')}>
      <Card size="small" className="admin">
        {error !== null && (
          <Alert className="gap-below" type="error" role="alert" showIcon title={problemText(error)} />
        )}
        {report && !report.dryRun && <Imported report={report} again={again} />}
        {report?.dryRun && <DryRun report={report} busy={busy} run={run} again={again} />}
        {!report && busy && (
          <Spin description={say('checking', { file: file?.name ?? '' })}>
            <div className="waiting" />
          </Spin>
        )}
        {!report && !busy && <ChooseFile onChosen={choose} />}
      </Card>
    </Page>
  );
}
