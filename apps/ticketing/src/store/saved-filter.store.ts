import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { SavedFilter } from '../domain/saved-filter.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';

type Row = Prisma.SavedFilterGetPayload<object>;

const toFilter = ({ tenantId: _, filter, ...row }: Row): SavedFilter => ({
  ...row,
  filter: filter as object,
});

const key = ({ actor }: Work, id: string) => ({ tenantId_id: { tenantId: actor.tenantId, id } });

/** The one rule that only the table can judge: names of filters that the caller may not see count too. */
async function named<T>(save: Promise<T>): Promise<T> {
  try {
    return await save;
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    throw new DomainError('ticketing.filter_name_taken', 'conflict', {}, [{ field: 'name', rule: 'unique' }]);
  }
}

@Injectable()
export class SavedFilterStore {
  /** Everything the wall lets through: own and shared. */
  async list({ tx, actor }: Work): Promise<SavedFilter[]> {
    const rows = await tx.savedFilter.findMany({
      where: { tenantId: actor.tenantId },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
    return rows.map(toFilter);
  }

  async get(work: Work, id: string): Promise<SavedFilter> {
    const row = await work.tx.savedFilter.findUnique({ where: key(work, id) });
    if (!row) throw new DomainError('not_found', 'not_found');
    return toFilter(row);
  }

  /** Whoever adds or changes one waits here, so that the counts hold. */
  async lock({ tx, actor }: Work): Promise<void> {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`saved_filter ${actor.tenantId}`}, 0))::text`;
  }

  async count(
    { tx, actor: { tenantId } }: Work,
    of: { ownerId: string } | { shared: true },
  ): Promise<number> {
    return tx.savedFilter.count({ where: { tenantId, ...of } });
  }

  async add({ tx, actor: { tenantId } }: Work, filter: SavedFilter): Promise<void> {
    await named(tx.savedFilter.create({ data: { ...filter, tenantId } }));
  }

  async save(work: Work, filter: SavedFilter): Promise<void> {
    await named(work.tx.savedFilter.update({ where: key(work, filter.id), data: filter }));
  }

  async remove(work: Work, id: string): Promise<void> {
    await work.tx.savedFilter.delete({ where: key(work, id) });
  }
}
