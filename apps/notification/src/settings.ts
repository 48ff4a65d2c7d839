import { serviceSettings } from '@anju/platform';
import { z } from 'zod';

export const ownSettings = z.object({
  /** smtp://user:password@host:port; without it nothing goes by e-mail. */
  SMTP_URL: z.url().optional(),
  MAIL_FROM: z.string().default('Anju <anju@localhost>'),
});

export type NotificationSettings = z.infer<typeof serviceSettings> & z.infer<typeof ownSettings>;
