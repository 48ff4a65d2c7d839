import { commonSettings } from '@anju/platform';
import { z } from 'zod';

export const gatewaySettings = commonSettings.extend({
  HTTP_LISTEN: z.string().regex(/^[^\s:]*:\d{1,5}$/, 'host:port'),
  /** The address people and programs use; our own issuer's name begins with it. */
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  IDENTITY_HTTP_URL: z.url(),
  GATEWAY_CLIENT_ID: z.string().min(1).default('anju-gateway'),
  GATEWAY_CLIENT_SECRET: z.string().min(16),
  /** What a sign-in asks for; an issuer may want `offline_access` beside it before it gives refresh tokens. */
  OIDC_SCOPE: z.string().default('openid'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(6000),
  /** Proxies in front whose X-Forwarded-For may be believed; 0 for none. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  /** Services that must answer before this gateway is ready. */
  SERVICES: z
    .string()
    .default('identity,directory,ticketing,leadership,notification')
    .transform((text) => text.split(',')),
});

export type GatewaySettings = z.infer<typeof gatewaySettings>;
