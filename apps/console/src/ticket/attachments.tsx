import { acceptedBy } from '@anju/contracts';
import {
  AddAttachmentRequestSchema,
  type Attachment,
  type Ticket,
  TicketFilesService,
} from '@anju/contracts/ticketing';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Upload } from 'antd';
import { newKey } from '../form/draft';
import { useSend } from '../form/send-button';
import { Asked } from '../parts/asked';
import { Moment } from '../parts/clock';
import { More } from '../parts/more';
import { askPages, renew } from '../server/ask';
import { useMay, useStaffName } from '../server/me';
import { useProblemText } from '../server/problem';
import { addressOf, call } from '../server/server';
import { Section } from './section';
import { useTicketWords } from './words';

const { method } = TicketFilesService;
const accepts = acceptedBy(AddAttachmentRequestSchema.field.file).filter(
  (type) => !type.endsWith('octet-stream'),
);

interface Sent {
  readonly file: File;
  /** The same for every try of the same choice, so that it is kept once. */
  readonly key: string;
}

function Add({ ticketId }: { readonly ticketId: string }) {
  const say = useTicketWords();
  const problemText = useProblemText();
  const adding = useMutation({
    mutationFn: async ({ file, key }: Sent) =>
      call(
        method.addAttachment,
        {
          ticketId,
          name: file.name,
          file: {
            contentType: file.type || 'application/octet-stream',
            data: new Uint8Array(await file.arrayBuffer()),
          },
        },
        { idempotencyKey: key },
      ),
    onSuccess: () => renew('ticketing', ticketId),
  });
  const { variables } = adding;
  return (
    <>
      <Upload
        accept={accepts.join(',')}
        showUploadList={false}
        beforeUpload={(file) => {
          adding.mutate({ file, key: newKey() });
          return false;
        }}
      >
        <Button loading={adding.isPending}>{say('upload')}</Button>
      </Upload>
      {adding.isError && variables && (
        <Alert
          className="gap-above"
          type="error"
          role="alert"
          title={`${variables.file.name}: ${problemText(adding.error)}`}
          action={<Button onClick={() => adding.mutate(variables)}>{say('retry')}</Button>}
        />
      )}
    </>
  );
}

const kilobytes = (bytes: bigint): string => `${Math.max(1, Math.round(Number(bytes) / 1024))} kB`;

function OneFile({ file }: { readonly file: Attachment }) {
  const say = useTicketWords();
  const staff = useStaffName();
  const removing = useSend({ method: method.removeAttachment });
  const it = { ticketId: file.ticketId, id: file.id };
  return (
    <li className="line">
      <a href={addressOf(method.downloadAttachment, it)} download={file.name}>
        {file.name}
      </a>
      <span className="quiet">
        {kilobytes(file.sizeBytes)} · <Moment time={file.addTime} />{' '}
        {staff(file.adderId) || say('requesterSays')}
      </span>
      {file.removable && (
        <Popconfirm title={say('removeSure')} okText={say('remove')} onConfirm={() => removing.mutate(it)}>
          <Button size="small" loading={removing.isPending}>
            {say('remove')}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}

export function Attachments({ ticket: { id } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const mayAttach = useMay()('ticketing.attach');
  const query = useInfiniteQuery(askPages(method.listAttachments, { ticketId: id }));
  return (
    <Section title={say('attachments')}>
      {mayAttach && <Add ticketId={id} />}
      <Asked query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ attachments }) => attachments);
          if (all.length === 0) return <p className="quiet gap-above">{say('noAttachments')}</p>;
          return (
            <>
              <ul className="plain apart gap-above">
                {all.map((file) => (
                  <OneFile key={file.id} file={file} />
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </Asked>
    </Section>
  );
}
