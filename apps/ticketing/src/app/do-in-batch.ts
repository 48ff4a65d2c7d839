import { DomainError } from '@anju/kernel';
import type { Ticket } from '../domain/ticket.js';
import { attempt } from '../store/attempt.js';
import type { Work } from '../store/database.js';
import { lockKin } from '../store/ticket-rows.js';

export type Outcome = { readonly id: string } & (
  { readonly ticket: Ticket } | { readonly refusal: DomainError }
);

/** One verb for many cases, each on its own; answers in the order asked. */
export async function doInBatch(
  work: Work,
  ids: readonly string[],
  verb: (work: Work, id: string) => Promise<Ticket>,
): Promise<Outcome[]> {
  await lockKin(work, ids);
  const outcomes = new Map<string, Outcome>();
  for (const id of [...ids].sort()) {
    const result = await attempt(work, (inner) => verb(inner, id));
    outcomes.set(id, result instanceof DomainError ? { id, refusal: result } : { id, ticket: result });
  }
  return ids.flatMap((id) => outcomes.get(id) ?? []);
}
