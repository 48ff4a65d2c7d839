import { enumName } from '@anju/contracts';
import { type ListTicketsRequest, TicketKindSchema, TicketStateSchema } from '@anju/contracts/ticketing';
import type { TicketFilter } from '../store/ticket-filter.js';

/** The list's filters as the store knows them. */
export function filterOf(request: ListTicketsRequest): TicketFilter {
  const { estateId, assigneeId, unitId, requesterId, number } = request;
  return {
    ...{ estateId, assigneeId, unitId, requesterId, number },
    states: request.states.map((state) => enumName(TicketStateSchema, state)),
    kinds: request.kinds.map((kind) => enumName(TicketKindSchema, kind)),
  };
}
