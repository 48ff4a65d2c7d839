import {
  type ListTicketsRequest,
  Priority,
  PrioritySchema,
  type Ticket,
  TicketingService,
  TicketKindSchema,
  TicketOrder,
  TicketStateSchema,
} from '@anju/contracts/ticketing';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { warnedOf } from '../my-work/to-dos';
import { Asked } from '../parts/asked';
import { Clock, Moment } from '../parts/clock';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { type Column, Rows } from '../parts/rows';
import { TicketLink } from '../parts/ticket-link';
import { Toned } from '../parts/tone';
import { askPages } from '../server/ask';
import { useEstateName, useMay, useStaffName } from '../server/me';
import { useCategoryWords, useContractWords } from '../words/contract-words';
import { fromSearch, toSearch } from './filter';
import { Filters } from './filters';
import { SavedFilters } from './saved-filters';
import { stateTone } from './state-tone';
import { useQueueWords } from './words';

function useColumns(): Column<Ticket>[] {
  const say = useQueueWords();
  const [contract, category] = [useContractWords(), useCategoryWords().say];
  const [estate, staff] = [useEstateName(), useStaffName()];
  return [
    {
      key: 'number',
      title: say('number'),
      card: 'heading',
      show: ({ id, number }) => <TicketLink id={id}>{number}</TicketLink>,
    },
    { key: 'subject', title: say('subject'), card: 'heading', show: ({ subject }) => subject },
    {
      key: 'state',
      title: say('state'),
      show: ({ state }) => <Toned tone={stateTone(state)}>{contract(TicketStateSchema, state)}</Toned>,
    },
    {
      key: 'due',
      title: say('due'),
      show: (ticket) => <Clock time={ticket.nextDueTime} warned={warnedOf(ticket)} />,
    },
    {
      key: 'priority',
      title: say('priority'),
      show: ({ priority }) =>
        priority >= Priority.HIGH ? (
          <Toned tone="bad">{contract(PrioritySchema, priority)}</Toned>
        ) : (
          contract(PrioritySchema, priority)
        ),
    },
    {
      key: 'category',
      title: say('category'),
      show: (ticket) =>
        [contract(TicketKindSchema, ticket.kind), category(ticket.category)].filter(Boolean).join(' · '),
    },
    { key: 'estate', title: say('estate'), show: ({ estateId }) => estate(estateId) },
    {
      key: 'assignee',
      title: say('assignee'),
      show: ({ assigneeId }) => staff(assigneeId) || <span className="quiet">{say('unassigned')}</span>,
    },
    { key: 'recorded', title: say('recorded'), show: ({ createTime }) => <Moment time={createTime} /> },
  ];
}

/** Who opens the list without a filter wants to know what is due next. */
function useFilter() {
  const [search, setSearch] = useSearchParams();
  const filter: ListTicketsRequest = {
    ...fromSearch(search),
    ...(search.has('activeOnly') ? {} : { activeOnly: true, order: TicketOrder.NEXT_DUE }),
  };
  const set = (next: ListTicketsRequest) =>
    setSearch({ ...toSearch(next), activeOnly: String(next.activeOnly) }, { replace: true });
  return { filter, set, clear: () => setSearch({}) };
}

/** Cases by what the address asks for. */
export default function Queue() {
  const say = useQueueWords();
  const may = useMay();
  const { filter, set, clear } = useFilter();
  const query = useInfiniteQuery(askPages(TicketingService.method.listTickets, { ...filter, pageSize: 50 }));
  const columns = useColumns();
  const actions = (
    <>
      {may('ticketing.save_filters') && <SavedFilters filter={filter} onChoose={set} />}
      {may('ticketing.record') && (
        <Link to="/intake" className="as-button main-button">
          {say('intake')}
        </Link>
      )}
    </>
  );
  return (
    <Page title={say('title')} actions={actions}>
      <Filters filter={filter} onChange={(change) => set({ ...filter, ...change })} onClear={clear} />
      <Asked query={query}>
        {({ pages }) => (
          <>
            <Rows
              label={say('title')}
              rows={pages.flatMap(({ tickets }) => tickets)}
              columns={columns}
              keyOf={({ id }) => id}
              empty={say('none')}
            />
            <More query={query} />
          </>
        )}
      </Asked>
    </Page>
  );
}
