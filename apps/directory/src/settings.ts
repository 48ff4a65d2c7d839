import { serviceSettings } from '@anju/platform';
import { z } from 'zod';

export const ownSettings = z.object({
  /** 32 bytes in base64: wraps the companies' data keys. */
  MASTER_KEY: z.base64().length(44),
});

export type DirectorySettings = z.infer<typeof serviceSettings> & z.infer<typeof ownSettings>;
