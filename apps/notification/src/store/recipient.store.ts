import { Injectable } from '@nestjs/common';
import type { Work } from './database.js';

/** What this service keeps of the directory: who holds which post, and in which zone an estate lives. */
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
