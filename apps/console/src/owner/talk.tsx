import {
  type Attachment,
  type Ticket,
  TicketFilesService,
  TicketState,
  TicketTalkService,
} from '@anju/contracts/ticketing';
import { CameraOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Card, Image, Upload } from 'antd';
import { WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { textOf } from '../form/typed';
import { Moment } from '../parts/clock';
import { More } from '../parts/more';
import { Nothing } from '../parts/rows';
import { ask, askPages } from '../server/ask';
import { useMe } from '../server/me';
import { addressOf, photoTypes, useAddPhoto } from './photos';
import { type Said, threadOf } from './thread';
import { useOwnerWords } from './words';

function OneFile({ file }: { readonly file: Attachment }) {
  // Photos of a phone may be in a format that browsers do not draw.
  const drawn = /^image\/(jpeg|png|webp|gif)$/.test(file.mediaType);
  if (drawn) return <Image src={addressOf(file)} alt={file.name} width={120} />;
  return (
    <a href={addressOf(file)} download={file.name}>
      <PaperClipOutlined aria-hidden /> {file.name}
    </a>
  );
}

function OneSaid({ said: { by, words, file, time } }: { readonly said: Said }) {
  const say = useOwnerWords();
  return (
    <li className={`said said-${by}`}>
      <span className="quiet">
        {say(by)} <Moment time={time} />
      </span>
      {file ? <OneFile file={file} /> : <span className="words">{words}</span>}
    </li>
  );
}

function AddPhoto({ ticketId }: { readonly ticketId: string }) {
  const say = useOwnerWords();
  const { message } = App.useApp();
  const { add, busy } = useAddPhoto();
  const take = async (photo: File): Promise<void> => {
    if (await add(ticketId, photo)) void message.success(say('photoAdded'));
  };
  return (
    <Upload
      accept={photoTypes}
      showUploadList={false}
      beforeUpload={(photo) => {
        void take(photo);
        return false;
      }}
    >
      <Button icon={<CameraOutlined aria-hidden />} loading={busy}>
        {say('addPhoto')}
      </Button>
    </Upload>
  );
}

function SaySomething({ ticketId }: { readonly ticketId: string }) {
  const say = useOwnerWords();
  const { message } = App.useApp();
  return (
    <SendForm
      name={`say ${ticketId}`}
      method={TicketTalkService.method.addMessage}
      request={(values) => ({ ticketId, text: textOf(values, 'text') })}
      onSent={() => void message.success(say('said'))}
      submit={say('sayIt')}
      also={<AddPhoto ticketId={ticketId} />}
    >
      <WordsField name="text" label={say('say')} rows={2} />
    </SendForm>
  );
}

/** Notices, messages and photos in one thread, oldest first, with room to answer. */
export function Talk({ ticket }: { readonly ticket: Ticket }) {
  const say = useOwnerWords();
  const me = useMe();
  const messages = useInfiniteQuery(
    askPages(TicketTalkService.method.listMessages, { ticketId: ticket.id, pageSize: 50 }),
  );
  const files = useQuery(
    ask(TicketFilesService.method.listAttachments, { ticketId: ticket.id, pageSize: 200 }),
  );
  const thread = threadOf(
    ticket,
    messages.data?.pages.flatMap((page) => page.messages) ?? [],
    files.data?.attachments ?? [],
    me.subjectId,
  );
  return (
    <Card size="small" title={say('thread')}>
      <More query={messages} />
      {thread.length === 0 ? (
        <Nothing>{say('noThread')}</Nothing>
      ) : (
        <ol className="thread">
          {thread.map((said) => (
            <OneSaid key={said.key} said={said} />
          ))}
        </ol>
      )}
      {ticket.state !== TicketState.CANCELLED && <SaySomething ticketId={ticket.id} />}
    </Card>
  );
}
