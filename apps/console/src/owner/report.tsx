import './owner.css';
import { Channel, TicketingService, TicketKind, TicketKindSchema } from '@anju/contracts/ticketing';
import { CameraOutlined } from '@ant-design/icons';
import { Alert, App, Button, Form, Segmented, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ChoiceField, Field, WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { numberOf, textOf, type Typed } from '../form/typed';
import { Page } from '../parts/page';
import { useEstateName, useMe } from '../server/me';
import { useOptions } from '../words/contract-words';
import { photoTypes, previewOf, useAddPhoto } from './photos';
import { useOwnerWords } from './words';

type Units = ReturnType<typeof useMe>['units'];

const mostInLine = 60;

/** An owner writes one text; its first line is what the desk sees in lists. */
function inOneLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > mostInLine ? `${line.slice(0, mostInLine)}…` : line;
}

const requestOf = (units: Units) => (values: Typed) => {
  const unitId = textOf(values, 'unitId') || (units[0]?.unitId ?? '');
  const description = textOf(values, 'description').trim();
  return {
    estateId: units.find((unit) => unit.unitId === unitId)?.estateId ?? '',
    unitId,
    kind: numberOf(values, 'kind'),
    channel: Channel.APP,
    subject: inOneLine(description),
    description,
  };
};

function PhotoField({
  photos,
  onChange,
}: {
  readonly photos: readonly UploadFile[];
  readonly onChange: (photos: UploadFile[]) => void;
}) {
  const say = useOwnerWords();
  return (
    <Form.Item label={say('photos')} extra={say('photoHint')}>
      <Upload
        accept={photoTypes}
        multiple
        listType="picture"
        previewFile={previewOf}
        fileList={[...photos]}
        // They follow once the case has a number.
        beforeUpload={() => false}
        onChange={({ fileList }) => onChange(fileList)}
      >
        <Button block size="large" icon={<CameraOutlined aria-hidden />}>
          {say('addPhoto')}
        </Button>
      </Upload>
    </Form.Item>
  );
}

function useReported(photos: readonly UploadFile[]) {
  const say = useOwnerWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { add } = useAddPhoto();
  return async (id: string): Promise<void> => {
    // One after the other: a phone's line is narrow, and each is repeated by its own key.
    for (const { originFileObj } of photos) if (originFileObj) await add(id, originFileObj);
    void message.success(say('sent'));
    await navigate(`/tickets/${id}`, { replace: true });
  };
}

/** Something broke: what it is, in words, with a photo. */
export default function Report() {
  const say = useOwnerWords();
  const { units } = useMe();
  const estate = useEstateName();
  const [photos, setPhotos] = useState<UploadFile[]>([]);
  const reported = useReported(photos);
  const kinds = useOptions(TicketKindSchema);
  const homes = units.map(({ unitId, estateId, label }) => ({
    value: unitId,
    label: `${estate(estateId)} ${label}`,
  }));
  if (!units[0]) return <Alert type="info" showIcon title={say('noHome')} />;
  return (
    <div className="owner">
      <Page title={say('report')}>
        <SendForm
          name="report"
          method={TicketingService.method.recordTicket}
          request={requestOf(units)}
          onSent={({ id }) => void reported(id)}
          submit={say('send')}
          initial={{ kind: TicketKind.COMPLAINT, unitId: units[0].unitId }}
        >
          <Field name="kind" label={say('kind')}>
            <Segmented block size="large" options={kinds} aria-label={say('kind')} />
          </Field>
          <WordsField name="description" label={say('words')} hint={say('wordsHint')} rows={4} required />
          <PhotoField photos={photos} onChange={setPhotos} />
          {units.length > 1 ? (
            <ChoiceField name="unitId" label={say('home')} options={homes} required />
          ) : (
            <p className="quiet">{homes[0]?.label}</p>
          )}
        </SendForm>
      </Page>
    </div>
  );
}
