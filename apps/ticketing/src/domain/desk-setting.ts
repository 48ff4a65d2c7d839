import { DomainError } from '@anju/kernel';

/** Estates somebody reaches. */
export type Reach = 'all' | readonly string[];

/** Cases a setting is for; an empty list means any. */
export interface CasesMeant {
  readonly estateIds: readonly string[];
  readonly categories: readonly string[];
  readonly kinds: readonly string[];
}

export const isMeant = (list: readonly string[], one: string): boolean =>
  list.length === 0 || list.includes(one);

/** Whether a setting has anything to do with these estates. */
export const concerns = ({ estateIds }: CasesMeant, reach: Reach): boolean =>
  reach === 'all' || estateIds.length === 0 || estateIds.some((id) => reach.includes(id));

/** Whoever writes a setting answers for all estates it is for. */
export function requireReach({ estateIds }: CasesMeant, reach: Reach): void {
  if (reach === 'all') return;
  if (estateIds.length > 0 && estateIds.every((id) => reach.includes(id))) return;
  throw new DomainError('ticketing.setting_out_of_reach', 'forbidden', {}, [
    { field: 'estateIds', rule: 'within_reach' },
  ]);
}

/** What is there already and out of sight is as good as not there. */
export function requireOwn(setting: CasesMeant, reach: Reach): void {
  if (!concerns(setting, reach)) throw new DomainError('not_found', 'not_found');
  requireReach(setting, reach);
}

export function requireRoom(reason: string, kept: number, most: number): void {
  if (kept >= most) throw new DomainError(`ticketing.${reason}`, 'conflict', { limit: String(most) });
}

const camel = (path: string) => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/**
 * What an update changes (AIP-134): the fields its mask names, or those that are given. Only a mask empties a list.
 * @param said every field that can be changed, with what the request says of it
 */
export function chosen<T extends object>(said: T, mask: readonly string[]): Partial<T> {
  const fields = Object.entries(said) as [string, unknown][];
  if (mask.length === 0)
    return Object.fromEntries(fields.filter(([, value]) => isGiven(value))) as Partial<T>;
  const names = mask.map(camel);
  const unknown = names.filter((name) => !(name in said));
  if (unknown.length > 0)
    throw new DomainError('ticketing.field_unknown', 'invalid', { names: unknown.join(', ') }, [
      { field: 'updateMask', rule: 'known' },
    ]);
  const named = fields.filter(([name]) => names.includes(name));
  const missing = named.filter(([, value]) => !Array.isArray(value) && !isGiven(value));
  if (missing.length > 0)
    throw new DomainError(
      'invalid_request',
      'invalid',
      {},
      missing.map(([field]) => ({ field, rule: 'required' })),
    );
  return Object.fromEntries(named) as Partial<T>;
}
