import { always } from '@anju/kernel';
import type { Rules } from './promises.js';
import { record } from './steps.js';
import type { Ticket } from './ticket.js';
import type { TransferRow } from './transfer-row.js';

/** Nobody here promised anything of a case that ended elsewhere. */
const judgedElsewhere = { policyVersion: 'import', promises: [] };

/** A case of another system: what ended there is history, what is open is promised from now on like any other. */
export function importedTicket(
  row: TransferRow,
  given: Pick<Ticket, 'id' | 'number'>,
  rules: Rules,
  now: Date,
): Ticket {
  const {
    satisfaction: externalSatisfaction,
    state,
    createdAt,
    resolvedAt,
    closedAt,
    solution,
    ...own
  } = row;
  const nobody = { anonymous: false, requesterId: undefined, recorderId: undefined };
  const ordinary = { impact: 'household', urgency: 'normal' } as const;
  // Promises that are not kept need no working time reckoned, which is most of the work of a large file.
  const judging = state === 'new' ? rules : { ...rules, calendar: always };
  const recorded = record({ ...own, ...given, ...nobody, ...ordinary }, judging, now);
  const { externalNumber } = own;
  const stateSince = closedAt ?? now;
  const brought = {
    state,
    stateSince,
    createdAt,
    resolvedAt,
    closedAt,
    solution,
    externalNumber,
    externalSatisfaction,
  };
  return { ...recorded, ...brought, ...(state === 'new' ? {} : judgedElsewhere) };
}
