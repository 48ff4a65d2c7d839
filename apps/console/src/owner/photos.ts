import { type Attachment, TicketFilesService } from '@anju/contracts/ticketing';
import { routeOf } from '@anju/contracts';
import { useSend } from '../form/send-button';

const { addAttachment, downloadAttachment } = TicketFilesService.method;

/** What phones take; the server judges each file by its content. */
export const photoTypes = 'image/jpeg,image/png,image/webp,image/heic,image/heif,image/gif,video/mp4';

/** Adds one photo to a case; answers whether it arrived, and says itself why not. */
export function useAddPhoto(): {
  readonly add: (ticketId: string, photo: File) => Promise<boolean>;
  readonly busy: boolean;
} {
  const sending = useSend({ method: addAttachment });
  const add = async (ticketId: string, photo: File): Promise<boolean> => {
    const data = new Uint8Array(await photo.arrayBuffer());
    const file = { contentType: photo.type || 'application/octet-stream', data };
    return sending.mutateAsync({ ticketId, name: photo.name, file }).then(
      () => true,
      () => false,
    );
  };
  return { add, busy: sending.isPending };
}

/** Where the browser itself reads a file, as an image or as a download. */
export const addressOf = ({ ticketId, id }: Attachment): string =>
  (routeOf(downloadAttachment)?.template ?? '').replace('{ticket_id}', ticketId).replace('{id}', id);

/** As text, because the page's policy draws no images from anywhere but here. */
export const previewOf = (photo: File | Blob): Promise<string> =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => fail(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(photo);
  });
