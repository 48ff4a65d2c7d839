import { registry } from '@anju/contracts';
import {
  type CreateSavedFilterRequest,
  type DeleteSavedFilterRequest,
  DeskListsService,
  type ListSavedFiltersRequest,
  type ListTicketsRequest,
  ListTicketsRequestSchema,
  type UpdateSavedFilterRequest,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { create, fromJson, type JsonValue, toJson } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { KeepFilters } from '../app/keep-filters.js';
import type { SavedFilter } from '../domain/saved-filter.js';
import type { Work } from '../store/database.js';
import { SavedFilterStore } from '../store/saved-filter.store.js';

/** A page is a place in a list, not part of what it shows. */
function kept({ readMask: _, ...filter }: ListTicketsRequest): object {
  const plain = create(ListTicketsRequestSchema, { ...filter, pageSize: 0, pageToken: '' });
  return toJson(ListTicketsRequestSchema, plain, { registry }) as object;
}

const message = ({ filter, updatedAt, version, ...same }: SavedFilter) => ({
  ...same,
  // Saved by a newer process that knows more filters: what is known here is shown.
  filter: fromJson(ListTicketsRequestSchema, filter as JsonValue, { registry, ignoreUnknownFields: true }),
  updateTime: timestampFromDate(updatedAt),
  etag: String(version),
});

@GrpcService(DeskListsService)
export class DeskListsGrpc {
  constructor(
    private readonly keeping: KeepFilters,
    private readonly filters: SavedFilterStore,
  ) {}

  async createSavedFilter({ name, filter, shared }: CreateSavedFilterRequest, work: Work) {
    const given = filter ?? create(ListTicketsRequestSchema);
    return message(await this.keeping.create(work, { name: name.trim(), filter: kept(given), shared }));
  }

  async listSavedFilters(_: ListSavedFiltersRequest, work: Work) {
    return { filters: (await this.filters.list(work)).map(message) };
  }

  async updateSavedFilter({ id, etag, name, filter, shared }: UpdateSavedFilterRequest, work: Work) {
    const change = {
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(filter === undefined ? {} : { filter: kept(filter) }),
      ...(shared === undefined ? {} : { shared }),
    };
    return message(await this.keeping.change(work, id, etag, change));
  }

  async deleteSavedFilter({ id, etag }: DeleteSavedFilterRequest, work: Work) {
    return message(await this.keeping.remove(work, id, etag));
  }
}
