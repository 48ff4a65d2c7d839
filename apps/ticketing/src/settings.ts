import { serviceSettings } from '@anju/platform';
import { z } from 'zod';

export const ownSettings = z.object({
  /** Folder for the bytes of attachments; needed unless the S3 settings are given. */
  BLOB_DIR: z.string().min(1).optional(),
  /** An S3 API that keeps the bytes instead; all five or none. */
  BLOB_S3_ENDPOINT: z.url().optional(),
  BLOB_S3_REGION: z.string().min(1).optional(),
  BLOB_S3_BUCKET: z.string().min(3).optional(),
  BLOB_S3_KEY: z.string().min(1).optional(),
  BLOB_S3_SECRET: z.string().min(1).optional(),
});

export type TicketingSettings = z.infer<typeof serviceSettings> & z.infer<typeof ownSettings>;
