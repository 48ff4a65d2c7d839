import { DomainError } from '@anju/kernel';
import { checkEtag, decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import type { Approval, ApprovalState, Decision } from '../domain/approval.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { contractPost, stepPost } from './posts.js';

const withSteps = { steps: { orderBy: { position: 'asc' } } } as const;

type Row = Prisma.ApprovalGetPayload<{ include: typeof withSteps }>;

const toApproval = (row: Row): Approval => ({
  ...row,
  state: row.state as ApprovalState,
  requesterId: row.requesterId ?? undefined,
  decidedAt: row.decidedAt ?? undefined,
  steps: row.steps.map((step) => ({
    position: step.position,
    post: stepPost(step.post),
    decision: (step.decision as Decision | null) ?? undefined,
    comment: step.comment,
    staffId: step.staffId ?? undefined,
    onBehalfOf: step.onBehalfOf ?? undefined,
    decidedAt: step.decidedAt ?? undefined,
  })),
});

export interface Filter {
  readonly states: readonly ApprovalState[];
  readonly subjectId: string;
}

/** A page of a list: how large, and where it begins. */
export interface Paging {
  readonly size: number;
  readonly token: string;
}

interface QueueRow {
  id: string;
  decided: boolean;
  requested_at: string;
}

@Injectable()
export class ApprovalStore {
  /** Opens it once; the same request heard again changes nothing. */
  async add(work: Work, approval: Approval): Promise<void> {
    const { steps, ...row } = approval;
    const tenantId = work.actor.tenantId;
    await work.tx.approval.create({
      data: {
        ...row,
        tenantId,
        requesterId: row.requesterId ?? null,
        decidedAt: row.decidedAt ?? null,
        steps: {
          create: steps.map((step) => ({
            position: step.position,
            post: contractPost(step.post),
            comment: '',
          })),
        },
      },
    });
  }

  async get(work: Work, id: string): Promise<Approval> {
    const row = await work.tx.approval.findUnique({
      where: { tenantId_id: { tenantId: work.actor.tenantId, id } },
      include: withSteps,
    });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toApproval(row);
  }

  /** Locks, loads, decides, saves. */
  async change(
    work: Work,
    id: string,
    etag: string,
    decide: (approval: Approval) => Approval,
  ): Promise<Approval> {
    await work.tx
      .$queryRaw`SELECT 1 FROM approval WHERE tenant_id = anju_tenant() AND id = ${id}::uuid FOR UPDATE`;
    const before = await this.get(work, id);
    checkEtag(etag, String(before.version));
    const after = decide(before);
    return after === before ? before : this.#save(work, after);
  }

  /** Undecided approvals of a case. */
  async undecided(work: Work, subjectId: string): Promise<string[]> {
    const where = { tenantId: work.actor.tenantId, subjectId, state: 'requested' };
    const rows = await work.tx.approval.findMany({ where, select: { id: true } });
    return rows.map((row) => row.id);
  }

  /**
   * Undecided first, oldest first; a page costs the same however long the table is.
   * @param estates those of which the caller may read; the wall lets no others through all the same
   */
  async list(
    work: Work,
    filter: Filter,
    estates: 'all' | readonly string[],
    { size, token }: Paging,
  ): Promise<{ approvals: Approval[]; next: string }> {
    const [decided, time, id] = (decodePage(token, filter) ?? [
      false,
      '-infinity',
      '00000000-0000-0000-0000-000000000000',
    ]) as [boolean, string, string];
    const limit = pageSize(size);
    const states =
      filter.states.length > 0
        ? [...filter.states]
        : ['requested', 'granted', 'refused', 'returned', 'withdrawn'];
    const [everywhere, some] = estates === 'all' ? [true, []] : [false, [...estates]];
    const rows = await work.tx.$queryRaw<QueueRow[]>`
      SELECT id::text, (state <> 'requested') AS decided, requested_at::text FROM approval
      WHERE tenant_id = anju_tenant() AND ((state <> 'requested'), requested_at, id) > (${decided}, ${time}::timestamptz, ${id}::uuid)
        AND (${everywhere} OR estate_id = ANY (${some}::uuid[])) AND state = ANY (${states}) AND (${filter.subjectId} = '' OR subject_id::text = ${filter.subjectId})
      ORDER BY (state <> 'requested'), requested_at, id LIMIT ${limit + 1}`;
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next =
      rows.length > limit && last ? encodePage([last.decided, last.requested_at, last.id], filter) : '';
    const where = { tenantId: work.actor.tenantId, id: { in: page.map((row) => row.id) } };
    const found = new Map(
      (await work.tx.approval.findMany({ where, include: withSteps })).map((row) => [
        row.id,
        toApproval(row),
      ]),
    );
    return { approvals: page.flatMap((row) => found.get(row.id) ?? []), next };
  }

  async #save(work: Work, approval: Approval): Promise<Approval> {
    const tenantId = work.actor.tenantId;
    const version = approval.version + 1;
    await work.tx.approval.update({
      where: { tenantId_id: { tenantId, id: approval.id } },
      data: { state: approval.state, decidedAt: approval.decidedAt ?? null, version },
    });
    for (const { position, decision, comment, staffId, onBehalfOf, decidedAt } of approval.steps) {
      if (decision === undefined) continue;
      await work.tx.approvalStep.update({
        where: { tenantId_approvalId_position: { tenantId, approvalId: approval.id, position } },
        data: {
          ...{ decision, comment, staffId: staffId ?? null },
          ...{ onBehalfOf: onBehalfOf ?? null, decidedAt: decidedAt ?? null },
        },
      });
    }
    return { ...approval, version };
  }
}
