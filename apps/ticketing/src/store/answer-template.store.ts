import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { AnswerTemplate, Occasion } from '../domain/answer-template.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';

type Row = Prisma.AnswerTemplateGetPayload<object>;

const toTemplate = ({ tenantId: _, occasion, ...row }: Row): AnswerTemplate => ({
  ...row,
  occasion: occasion as Occasion,
});

const key = ({ actor }: Work, id: string) => ({ tenantId_id: { tenantId: actor.tenantId, id } });

const toRow = ({ states, kinds, categories, estateIds, ...template }: AnswerTemplate) => ({
  ...template,
  ...{ states: [...states], kinds: [...kinds], categories: [...categories], estateIds: [...estateIds] },
});

@Injectable()
export class AnswerTemplateStore {
  /** By title. */
  async list({ tx, actor }: Work): Promise<AnswerTemplate[]> {
    const rows = await tx.answerTemplate.findMany({
      where: { tenantId: actor.tenantId },
      orderBy: [{ title: 'asc' }, { id: 'asc' }],
    });
    return rows.map(toTemplate);
  }

  async get(work: Work, id: string): Promise<AnswerTemplate> {
    const row = await work.tx.answerTemplate.findUnique({ where: key(work, id) });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toTemplate(row);
  }

  /** Whoever writes one waits here, so that the count and the versions hold. */
  async lock({ tx, actor }: Work): Promise<number> {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`answer_template ${actor.tenantId}`}, 0))::text`;
    return tx.answerTemplate.count({ where: { tenantId: actor.tenantId } });
  }

  async add({ tx, actor: { tenantId } }: Work, template: AnswerTemplate): Promise<void> {
    await tx.answerTemplate.create({ data: { ...toRow(template), tenantId } });
  }

  async save(work: Work, template: AnswerTemplate): Promise<void> {
    await work.tx.answerTemplate.update({ where: key(work, template.id), data: toRow(template) });
  }

  async remove(work: Work, id: string): Promise<void> {
    await work.tx.answerTemplate.delete({ where: key(work, id) });
  }
}
