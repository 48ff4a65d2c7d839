import { Injectable } from '@nestjs/common';
import type { Work } from './database.js';

/** Who stands in for whom, as leadership tells it. */
export interface StandIn {
  readonly id: string;
  readonly fromStaffId: string;
  readonly toStaffId: string;
  readonly fromAt: Date;
  readonly toAt: Date;
}

/** What this service keeps of others: who holds which post, who stands in for whom, in which zone an estate lives. */
@Injectable()
export class RecipientStore {
  /** Members of staff who hold the post with reach over the estate. */
  async holders(work: Work, post: number, estateId: string): Promise<string[]> {
    const rows = await work.tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT g.subject_id::text AS id FROM access_grant g, jsonb_array_elements(g.posts) held
      WHERE g.tenant_id = anju_tenant() AND g.kind = 'staff' AND (held->>'post')::int = ${post}
        AND (held->'estates' = 'null'::jsonb OR held->'estates' ? ${estateId})`;
    return rows.map((row) => row.id);
  }

  /** Holders of the post in the estate, and who stands in for them now and has a post there, too. */
  async deciders(work: Work, post: number, estateId: string): Promise<string[]> {
    const holders = await this.holders(work, post, estateId);
    const rows = await work.tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT d.to_staff_id::text AS id FROM delegation d
      JOIN access_grant g ON g.tenant_id = d.tenant_id AND g.subject_id = d.to_staff_id AND g.kind = 'staff'
      CROSS JOIN jsonb_array_elements(g.posts) held
      WHERE d.tenant_id = anju_tenant() AND d.from_staff_id = ANY (${holders}::uuid[])
        AND d.from_at <= ${work.now} AND d.to_at > ${work.now}
        AND (held->'estates' = 'null'::jsonb OR held->'estates' ? ${estateId})`;
    return [...new Set([...holders, ...rows.map((row) => row.id)])];
  }

  /** A delegation's end only ever comes closer, so it does not matter in which order that is heard. */
  async keepDelegation(work: Work, { id, fromStaffId, toStaffId, fromAt, toAt }: StandIn): Promise<void> {
    await work.tx.$executeRaw`
      INSERT INTO delegation (tenant_id, id, from_staff_id, to_staff_id, from_at, to_at)
      VALUES (anju_tenant(), ${id}::uuid, ${fromStaffId}::uuid, ${toStaffId}::uuid, ${fromAt}, ${toAt})
      ON CONFLICT (tenant_id, id) DO UPDATE SET to_at = least(delegation.to_at, excluded.to_at)`;
  }

  async keepEstate(
    work: Work,
    { estateId, name, zone }: { estateId: string; name: string; zone: string },
  ): Promise<void> {
    await work.tx.$executeRaw`
      INSERT INTO estate (tenant_id, estate_id, name, zone) VALUES (anju_tenant(), ${estateId}::uuid, ${name}, ${zone})
      ON CONFLICT (tenant_id, estate_id) DO UPDATE SET name = excluded.name, zone = excluded.zone`;
  }

  async zoneOf(work: Work, estateId: string): Promise<string> {
    const rows = await work.tx.$queryRaw<{ zone: string }[]>`
      SELECT zone FROM estate WHERE tenant_id = anju_tenant() AND estate_id = ${estateId}::uuid`;
    return rows[0]?.zone ?? 'Asia/Shanghai';
  }
}
