import { DomainError } from '@anju/kernel';

/** A list somebody looks at again and again. */
export interface SavedFilter {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  /** The list's own request, without paging. */
  readonly filter: object;
  readonly shared: boolean;
  readonly updatedAt: Date;
  readonly version: number;
}

/** Own ones of a person, and shared ones of a company. */
export const mostFilters = 50;

export interface Keeper {
  readonly id: string;
  readonly isManager: boolean;
}

const forbidden = () => new DomainError('forbidden', 'forbidden', { permission: 'ticketing.save_filters' });

/** One's own is one's own; a manager shares, and looks after what is shared. Only its owner takes it back. */
export function requireKeeper(
  before: SavedFilter | undefined,
  after: SavedFilter,
  { id, isManager }: Keeper,
): void {
  const own = after.ownerId === id;
  if (!own && !isManager) throw forbidden();
  if (after.shared && !before?.shared && !isManager) throw forbidden();
  if (!after.shared && !own) throw forbidden();
}

export function requireRoom(saved: number): void {
  if (saved >= mostFilters)
    throw new DomainError('ticketing.filters_full', 'conflict', { limit: String(mostFilters) });
}
