import { z } from 'zod';
import type { TicketingSettings } from '../settings.js';
import type { BlobStore } from './blob-store.js';
import { DiskBlobs } from './disk-blobs.js';

const s3 = z.object({
  BLOB_S3_ENDPOINT: z.url(),
  BLOB_S3_REGION: z.string(),
  BLOB_S3_BUCKET: z.string(),
  BLOB_S3_KEY: z.string(),
  BLOB_S3_SECRET: z.string(),
});

/** Where this installation keeps its bytes; half of the settings is refused at the start. */
export async function openBlobStore(settings: TicketingSettings): Promise<BlobStore> {
  const given = s3.safeParse(settings);
  if (given.success) {
    // Only who uses it loads the kit: it is larger than the rest of the service.
    const { S3Blobs } = await import('./s3-blobs.js');
    return new S3Blobs({
      endpoint: given.data.BLOB_S3_ENDPOINT,
      region: given.data.BLOB_S3_REGION,
      bucket: given.data.BLOB_S3_BUCKET,
      key: given.data.BLOB_S3_KEY,
      secret: given.data.BLOB_S3_SECRET,
    });
  }
  const half = Object.keys(s3.shape).some((name) => Reflect.get(settings, name) !== undefined);
  if (half || !settings.BLOB_DIR)
    throw new Error('settings are not good:\n  BLOB_DIR, or all of BLOB_S3_*: where attachments are kept');
  return new DiskBlobs(settings.BLOB_DIR);
}
