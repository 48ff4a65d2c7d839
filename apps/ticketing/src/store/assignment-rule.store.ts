import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { AssignBy, AssignmentRule } from '../domain/assignment.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';

type Row = Prisma.AssignmentRuleGetPayload<object>;

const toRule = ({ tenantId: _, by, ...row }: Row): AssignmentRule => ({ ...row, by: by as AssignBy });

const key = ({ actor }: Work, id: string) => ({ tenantId_id: { tenantId: actor.tenantId, id } });

const toRow = ({ kinds, categories, estateIds, staffIds, ...rule }: AssignmentRule) => ({
  ...rule,
  ...{ kinds: [...kinds], categories: [...categories], estateIds: [...estateIds], staffIds: [...staffIds] },
});

/** What of a new case decides which rule it falls under. */
export interface NewCase {
  readonly estateId: string;
  readonly category: string;
  readonly kind: string;
}

@Injectable()
export class AssignmentRuleStore {
  /** In the order in which they are tried. */
  async list({ tx, actor }: Work): Promise<AssignmentRule[]> {
    const rows = await tx.assignmentRule.findMany({
      where: { tenantId: actor.tenantId },
      orderBy: [{ priority: 'asc' }, { id: 'asc' }],
    });
    return rows.map(toRule);
  }

  /** The first rule a new case falls under; raw, because every recording asks. */
  async first({ tx }: Work, one: NewCase): Promise<Pick<AssignmentRule, 'by' | 'staffIds'> | undefined> {
    const [rule] = await tx.$queryRaw<Pick<AssignmentRule, 'by' | 'staffIds'>[]>`
      SELECT by, staff_ids::text[] AS "staffIds" FROM assignment_rule WHERE tenant_id = anju_tenant()
        AND (estate_ids = '{}' OR ${one.estateId}::uuid = ANY (estate_ids))
        AND (categories = '{}' OR ${one.category} = ANY (categories)) AND (kinds = '{}' OR ${one.kind} = ANY (kinds))
      ORDER BY priority, id LIMIT 1`;
    return rule;
  }

  async get(work: Work, id: string): Promise<AssignmentRule> {
    const row = await work.tx.assignmentRule.findUnique({ where: key(work, id) });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toRule(row);
  }

  /** Whoever writes one waits here, so that the count and the versions hold. */
  async lock({ tx, actor }: Work): Promise<number> {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`assignment_rule ${actor.tenantId}`}, 0))::text`;
    return tx.assignmentRule.count({ where: { tenantId: actor.tenantId } });
  }

  async add({ tx, actor: { tenantId } }: Work, rule: AssignmentRule): Promise<void> {
    await tx.assignmentRule.create({ data: { ...toRow(rule), tenantId } });
  }

  async save(work: Work, rule: AssignmentRule): Promise<void> {
    await work.tx.assignmentRule.update({ where: key(work, rule.id), data: toRow(rule) });
  }

  async remove(work: Work, id: string): Promise<void> {
    await work.tx.assignmentRule.delete({ where: key(work, id) });
  }
}
