import { Actor, type Database, PLATFORM_TENANT } from '@anju/tenancy';
import type { Work } from './database.js';

export interface Due {
  readonly tenantId: string;
  readonly ticketId: string;
}

/** Cases of every company whose moment has come, the longest overdue first. */
export async function dueWakes(database: Database, now: Date, limit: number): Promise<Due[]> {
  const wall = { tenantId: PLATFORM_TENANT, estates: 'all', personId: '' } as const;
  return database.run({ actor: Actor.system(PLATFORM_TENANT), wall }, async ({ tx }) => {
    await tx.$queryRaw`SELECT set_config('anju.roll_call', 'on', true)`;
    return tx.$queryRaw<Due[]>`
      SELECT tenant_id::text AS "tenantId", ticket_id::text AS "ticketId" FROM ticket_wake
      WHERE at <= ${now} ORDER BY at LIMIT ${limit}`;
  });
}

/** When the case is to be woken next; never again when undefined. */
export const keepWake = (work: Work, ticketId: string, at: Date | undefined): PromiseLike<number> =>
  at
    ? work.tx.$executeRaw`
        UPDATE ticket_wake SET at = ${at} WHERE tenant_id = anju_tenant() AND ticket_id = ${ticketId}::uuid`
    : work.tx
        .$executeRaw`DELETE FROM ticket_wake WHERE tenant_id = anju_tenant() AND ticket_id = ${ticketId}::uuid`;
