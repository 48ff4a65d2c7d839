import { serviceSettings } from '@anju/platform';
import { z } from 'zod';

export const ownSettings = z.object({
  HTTP_LISTEN: z.string().regex(/^[^\s:]*:\d{1,5}$/, 'host:port'),
  PUBLIC_URL: z.url(),
  /** 32 bytes in base64: seals logins, keys and sessions. */
  MASTER_KEY: z.base64().length(44),
  OPERATOR_LOGIN: z.string().min(2),
  OPERATOR_PASSWORD: z.string().min(8),
  GATEWAY_CLIENT_SECRET: z.string().min(16),
  SERVICE_CLIENT_SECRET: z.string().min(16),
});

export type IdentitySettings = z.infer<typeof serviceSettings> & z.infer<typeof ownSettings>;
