import { enumName } from '@anju/contracts';
import {
  ChannelSchema,
  type ListTicketsRequest,
  PrioritySchema,
  TicketKindSchema,
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
  };
}
