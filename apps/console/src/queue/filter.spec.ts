import { ListTicketsRequestSchema, Priority, TicketState } from '@anju/contracts/ticketing';
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { fromSearch, toSearch } from './filter';

const read = (filter: Parameters<typeof toSearch>[0]) => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(toSearch(filter)))
    for (const one of [value].flat()) search.append(name, one);
  return { text: search.toString(), filter: fromSearch(search) };
};

describe('a filter in the address', () => {
  it('comes back as it was', () => {
    const filter = {
      states: [TicketState.NEW, TicketState.PENDING],
      priorities: [Priority.HIGH],
      query: '噪音 3-1201',
      activeOnly: true,
    };
    expect(read(filter).filter).toEqual(create(ListTicketsRequestSchema, filter));
  });

  it('says nothing of what is not asked for', () => {
    expect(read({}).text).toBe('');
  });

  it.each(['states=TICKET_STATE_GONE', 'nothing=1', 'pageSize=many'])('is empty for %s', (text) => {
    expect(fromSearch(new URLSearchParams(text))).toEqual(create(ListTicketsRequestSchema));
  });
});
