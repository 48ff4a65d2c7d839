import { Database, forgetOld, PLATFORM_TENANT } from '@anju/tenancy';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Log, LOGGER } from './log.js';

const hour = 3_600_000;

/** Forgets idempotency keys after the day promised for them, and marks of events long past Kafka's own memory. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.sweep(), hour);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async sweep(): Promise<void> {
    try {
      for (const tenant of [PLATFORM_TENANT, ...(await this.database.tenants())]) {
        await this.database.as(tenant, async ({ tx }) => {
          await forgetOld(tx);
          await tx.$executeRaw`DELETE FROM inbox WHERE tenant_id = anju_tenant() AND handled_at < now() - interval '30 days'`;
        });
      }
    } catch (error) {
      this.log.warn({ error }, 'housekeeping will try again in an hour');
    }
  }
}
