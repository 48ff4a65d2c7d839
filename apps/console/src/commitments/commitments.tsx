import { type Commitment, CommitmentStateSchema, TicketingService } from '@anju/contracts/ticketing';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { Asked } from '../parts/asked';
import { Clock } from '../parts/clock';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { type Column, Rows } from '../parts/rows';
import { TicketLink } from '../parts/ticket-link';
import { Toned } from '../parts/tone';
import { askPages } from '../server/ask';
import { useEstateName, useStaffName } from '../server/me';
import { useContractWords, usePostWords } from '../words/contract-words';
import { Answers } from './answers';
import { commitmentTone, endedStates, openStates } from './states';
import { useCommitmentWords } from './words';

function useColumns(): Column<Commitment>[] {
  const say = useCommitmentWords();
  const contract = useContractWords();
  const post = usePostWords();
  const [estate, staff] = [useEstateName(), useStaffName()];
  return [
    {
      key: 'request',
      title: say('request'),
      card: 'heading',
      show: ({ request }) => <span className="words">{request}</span>,
    },
    {
      key: 'state',
      title: say('state'),
      show: ({ state }) => (
        <Toned tone={commitmentTone(state)}>{contract(CommitmentStateSchema, state)}</Toned>
      ),
    },
    {
      key: 'due',
      title: say('due'),
      show: ({ dueTime, endTime, overdueTime }) => (
        <Clock time={endTime ?? dueTime} over={endTime !== undefined} warned={overdueTime} />
      ),
    },
    {
      key: 'ticket',
      title: say('ticket'),
      show: ({ ticketId, ticketNumber }) => <TicketLink id={ticketId}>{ticketNumber}</TicketLink>,
    },
    { key: 'estate', title: say('estate'), show: ({ estateId }) => estate(estateId) },
    { key: 'department', title: say('department'), show: ({ department }) => post(department) },
    { key: 'by', title: say('by'), show: ({ staffId }) => staff(staffId) || '—' },
    {
      key: 'result',
      title: say('result'),
      show: ({ result, reason }) => <span className="words">{result || reason || '—'}</span>,
    },
    {
      key: 'actions',
      title: say('actions'),
      card: 'foot',
      show: (commitment) => <Answers commitment={commitment} />,
    },
  ];
}

/** What departments owe to cases, Article 7(3); nearest due first, as the server sorts it. */
export default function Commitments() {
  const say = useCommitmentWords();
  const [search, setSearch] = useSearchParams();
  const ended = search.get('show') === 'ended';
  const columns = useColumns();
  const query = useInfiniteQuery(
    askPages(TicketingService.method.listCommitments, {
      pageSize: 30,
      states: ended ? endedStates : openStates,
    }),
  );
  const filter = (
    <Segmented
      aria-label={say('show')}
      value={ended ? 'ended' : 'open'}
      options={[
        { value: 'open', label: say('open') },
        { value: 'ended', label: say('ended') },
      ]}
      onChange={(value) => setSearch(value === 'ended' ? { show: 'ended' } : {})}
    />
  );
  return (
    <Page title={say('title')} actions={filter}>
      <Asked query={query}>
        {({ pages }) => (
          <>
            <Rows
              label={say('title')}
              rows={pages.flatMap((page) => page.commitments)}
              columns={columns.filter(({ key }) => (ended ? key !== 'actions' : key !== 'result'))}
              keyOf={({ id }) => id}
              empty={say(ended ? 'noneEnded' : 'none')}
            />
            <More query={query} />
          </>
        )}
      </Asked>
    </Page>
  );
}
