import { Post } from '@anju/contracts/options';
import { Injectable } from '@nestjs/common';
import type { DeskPerson } from '../domain/assignment.js';
import type { Reach } from '../domain/desk-setting.js';
import type { Work } from './database.js';

export const servicePosts: readonly Post[] = [Post.SERVICE_MANAGER, Post.SERVICE_SPECIALIST];

/** Who works at the desk, who is there now, and how much everybody has. */
@Injectable()
export class DeskStore {
  /** People with one of the posts in one of these estates, by id. Their cases are counted past the wall of a case. */
  async people({ tx }: Work, reach: Reach, posts: readonly Post[], staffId = ''): Promise<DeskPerson[]> {
    const estates = reach === 'all' ? [] : [...reach];
    return tx.$queryRaw<DeskPerson[]>`
      SELECT g.subject_id::text AS "staffId", coalesce(p.on_duty, false) AS "onDuty", coalesce(p.turn, 0)::float8 AS turn,
        (SELECT count(*)::int FROM desk_case c WHERE c.tenant_id = g.tenant_id AND c.staff_id = g.subject_id) AS "openCases"
      FROM access_grant g LEFT JOIN desk_person p ON p.tenant_id = g.tenant_id AND p.staff_id = g.subject_id
      WHERE g.tenant_id = anju_tenant() AND g.kind = 'staff' AND (${staffId} = '' OR g.subject_id = nullif(${staffId}, '')::uuid)
        AND EXISTS (SELECT 1 FROM jsonb_array_elements(g.posts) held WHERE (held->>'post')::int = ANY (${[...posts]}::int[])
          AND (${reach === 'all'} OR held->'estates' = 'null'::jsonb OR held->'estates' ?| ${estates}::text[]))
      ORDER BY 1`;
  }

  async setOnDuty({ tx }: Work, staffId: string, onDuty: boolean): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO desk_person (tenant_id, staff_id, on_duty, turn) VALUES (anju_tenant(), ${staffId}::uuid, ${onDuty}, 0)
      ON CONFLICT (tenant_id, staff_id) DO UPDATE SET on_duty = excluded.on_duty`;
  }
}
