import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { checkEtag } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { requireKeeper, requireRoom, type SavedFilter } from '../domain/saved-filter.js';
import type { Work } from '../store/database.js';
import { SavedFilterStore } from '../store/saved-filter.store.js';

type Change = Partial<Pick<SavedFilter, 'name' | 'filter' | 'shared'>>;

const keeper = ({ actor }: Work) => ({ id: actor.subjectId, isManager: actor.holds(Post.SERVICE_MANAGER) });

/** Lists that people at the desk keep for themselves and for each other. */
@Injectable()
export class KeepFilters {
  constructor(private readonly filters: SavedFilterStore) {}

  async create(work: Work, given: Required<Change>): Promise<SavedFilter> {
    const filter = {
      ...{ ...given, id: newId(), ownerId: work.actor.subjectId },
      ...{ updatedAt: work.now, version: 1 },
    };
    requireKeeper(undefined, filter, keeper(work));
    await this.filters.lock(work);
    requireRoom(await this.filters.count(work, { ownerId: filter.ownerId }));
    if (filter.shared) requireRoom(await this.filters.count(work, { shared: true }));
    await this.filters.add(work, filter);
    return filter;
  }

  async change(work: Work, id: string, etag: string, change: Change): Promise<SavedFilter> {
    await this.filters.lock(work);
    const before = await this.filters.get(work, id);
    checkEtag(etag, String(before.version));
    const after = { ...before, ...change, updatedAt: work.now, version: before.version + 1 };
    requireKeeper(before, after, keeper(work));
    if (after.shared && !before.shared) requireRoom(await this.filters.count(work, { shared: true }));
    await this.filters.save(work, after);
    return after;
  }

  async remove(work: Work, id: string, etag: string): Promise<SavedFilter> {
    await this.filters.lock(work);
    const filter = await this.filters.get(work, id);
    checkEtag(etag, String(filter.version));
    requireKeeper(filter, filter, keeper(work));
    await this.filters.remove(work, id);
    return filter;
  }
}
