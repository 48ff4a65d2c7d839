import type { TokenRules } from '@anju/tenancy';
import { z } from 'zod';

const address = z.string().regex(/^[^\s:]*:\d{1,5}$/, 'host:port');

/** `one=1,two=2` */
const pairs = z
  .string()
  .default('')
  .transform(
    (text) =>
      new Map(
        text
          .split(',')
          .filter(Boolean)
          .map((pair) => pair.split('=', 2) as [string, string]),
      ),
  );

/** Settings every process has. A secret has no default. */
export const commonSettings = z.object({
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((text) => text.split(',')),
  KAFKA_NAMESPACE: z.string().default('anju'),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().default('anju'),
  /** Where the issuer's keys are and where services get their own tokens; its discovery document says what is left out. */
  OIDC_JWKS_URL: z.url().optional(),
  OIDC_TOKEN_URL: z.url().optional(),
  /** Another issuer's names of our claims, `tid=company,knd=kind,sid=person`. */
  OIDC_CLAIMS: pairs,
  /** `directory=127.0.0.1:5003,identity=…`; a service left out is found by its name in DNS. */
  SERVICE_ADDRESSES: pairs,
  SERVICE_CLIENT_ID: z.string().min(1).default('anju-service'),
  /** Left out where a process calls no other. */
  SERVICE_CLIENT_SECRET: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Lets a caller that knows it move the clock: tests and the demo company only. */
  CLOCK_KEY: z.string().min(16).optional(),
});

/** Settings of a service with a database. */
export const serviceSettings = commonSettings.extend({
  DATABASE_URL: z.url(),
  RELAY_DATABASE_URL: z.url(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(8),
  GRPC_LISTEN: address,
  HEALTH_LISTEN: address,
});

export const migrationSettings = z.object({
  MIGRATION_DATABASE_URL: z.url(),
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((text) => text.split(',')),
  KAFKA_NAMESPACE: z.string().default('anju'),
});

export type CommonSettings = z.infer<typeof commonSettings>;
/** What makes an access token good for this process. */
export const tokenRulesOf = (settings: CommonSettings): TokenRules => ({
  issuer: settings.OIDC_ISSUER,
  audience: settings.OIDC_AUDIENCE,
  jwksUrl: settings.OIDC_JWKS_URL,
  claims: settings.OIDC_CLAIMS,
});

export type ServiceSettings = z.infer<typeof serviceSettings>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Injection token of a process's settings. */
export const SETTINGS = Symbol('settings');

/** Reads settings once, at the start; the process stops with the list of bad ones and never shows a value. */
export function readSettings<S extends z.ZodType>(
  schema: S,
  environment: Environment = process.env,
): z.infer<S> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`settings are not good:\n${lines.join('\n')}`);
}
