import { enumName } from '@anju/contracts';
import {
  ChannelSchema,
  type ListTicketsRequest,
  PrioritySchema,
  TicketKindSchema,
  TicketOrder,
  TicketStateSchema,
} from '@anju/contracts/ticketing';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { isActive, type TicketState } from '../domain/ticket.js';
import type { TicketFilter } from '../store/ticket-filter.js';

const everyState = TicketStateSchema.values.map(({ number }) => number).filter((number) => number !== 0);

function statesOf({ states, activeOnly }: ListTicketsRequest): string[] | undefined {
  if (states.length === 0 && !activeOnly) return undefined;
  const names = (states.length > 0 ? states : everyState).map((state) => enumName(TicketStateSchema, state));
  return activeOnly ? names.filter((state) => isActive({ state: state as TicketState })) : names;
}

/** Words are looked for from the newest case backwards; by clocks, only the ordinary filters narrow. */
function orderOf({ order, query }: ListTicketsRequest): TicketFilter['order'] {
  if (query.trim() !== '') return 'newest';
  if (order === TicketOrder.NEXT_DUE) return 'next_due';
  return order === TicketOrder.VISIT_DUE ? 'visit_due' : 'newest';
}

/** The list's filters as the store knows them. */
export function filterOf(request: ListTicketsRequest): TicketFilter {
  const { estateId, assigneeId, unitId, requesterId, number, query, categories, unassigned } = request;
  return {
    ...{ estateId, assigneeId, unitId, requesterId, number, query, categories, unassigned },
    states: statesOf(request),
    kinds: request.kinds.map((kind) => enumName(TicketKindSchema, kind)),
    priorities: request.priorities.map((priority) => enumName(PrioritySchema, priority)),
    channels: request.channels.map((channel) => enumName(ChannelSchema, channel)),
    createdAfter: request.createdAfter && timestampDate(request.createdAfter),
    createdBefore: request.createdBefore && timestampDate(request.createdBefore),
    order: orderOf(request),
  };
}
