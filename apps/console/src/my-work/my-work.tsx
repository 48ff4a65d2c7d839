import { TicketingService } from '@anju/contracts/ticketing';
import { Alert, App, Button, Segmented, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { SendButton } from '../form/send-button';
import { Clock, Moment } from '../parts/clock';
import { Page } from '../parts/page';
import { type Column, Rows } from '../parts/rows';
import { TicketLink } from '../parts/ticket-link';
import { type Tone, Toned } from '../parts/tone';
import { useEstateName, useMe } from '../server/me';
import { useProblemText } from '../server/problem';
import type { ToDo, ToDoKind } from './to-dos';
import { useToDos } from './use-to-dos';
import { useWorkWords } from './words';

const kinds: readonly ToDoKind[] = ['handle', 'take', 'visit', 'answer', 'finish', 'decide'];
const tones: Readonly<Record<ToDoKind, Tone>> = {
  handle: 'busy',
  take: 'warn',
  visit: 'good',
  answer: 'warn',
  finish: 'busy',
  decide: 'warn',
};
const whys = {
  handle: 'handleIt',
  take: 'takeIt',
  visit: 'visitIt',
  answer: 'answerIt',
  finish: 'finishIt',
  decide: 'decideIt',
} as const;

const places = {
  handle: ({ ticketId }: ToDo) => `/tickets/${ticketId}`,
  visit: ({ ticketId }: ToDo) => `/tickets/${ticketId}?do=recordVisit`,
  answer: () => '/commitments',
  finish: () => '/commitments',
  decide: () => '/approvals',
};
const steps = {
  handle: 'goHandle',
  visit: 'goVisit',
  answer: 'goAnswer',
  finish: 'goFinish',
  decide: 'goDecide',
} as const;

/** The one main button of a thing to do. */
function NextStep({ toDo }: { readonly toDo: ToDo }) {
  const say = useWorkWords();
  const me = useMe();
  const { message } = App.useApp();
  const { kind, ticketId, etag } = toDo;
  if (kind !== 'take')
    return (
      <Link to={places[kind](toDo)} className="as-button">
        {say(steps[kind])}
      </Link>
    );
  return (
    <SendButton
      type="primary"
      size="small"
      method={TicketingService.method.assignTicket}
      request={{ id: ticketId, etag, assigneeId: me.subjectId }}
      onSent={() => void message.success(say('taken'))}
    >
      {say('take')}
    </SendButton>
  );
}

function useColumns(): Column<ToDo>[] {
  const say = useWorkWords();
  const estate = useEstateName();
  return [
    {
      key: 'what',
      title: say('what'),
      card: 'heading',
      show: ({ ticketId, number, words }) => (
        <>
          <TicketLink id={ticketId}>{number}</TicketLink> {words}
        </>
      ),
    },
    {
      key: 'why',
      title: say('why'),
      show: ({ kind }) => <Toned tone={tones[kind]}>{say(whys[kind])}</Toned>,
    },
    {
      key: 'due',
      title: say('due'),
      show: ({ kind, due, warned }) =>
        kind === 'decide' ? <Moment time={due} /> : <Clock time={due} warned={warned} />,
    },
    { key: 'estate', title: say('estate'), show: ({ estateId }) => estate(estateId) },
    { key: 'next', title: say('next'), card: 'foot', show: (toDo) => <NextStep toDo={toDo} /> },
  ];
}

function Partial({ error, again }: { readonly error: unknown; readonly again: () => Promise<unknown> }) {
  const say = useWorkWords();
  const problemText = useProblemText();
  return (
    <Alert
      className="gap-below"
      type="warning"
      showIcon
      title={say('partial')}
      description={problemText(error)}
      action={<Button onClick={() => void again()}>↻</Button>}
    />
  );
}

/** What the one who is signed in must do next, over all duties, nearest clock first. */
export default function MyWork() {
  const say = useWorkWords();
  const [search, setSearch] = useSearchParams();
  const { toDos, isPending, error, again } = useToDos();
  const columns = useColumns();
  const present = kinds.filter((kind) => toDos.some((toDo) => toDo.kind === kind));
  const only = present.find((kind) => kind === search.get('kind'));
  const options = [
    { value: 'all', label: `${say('all')} ${toDos.length}` },
    ...present.map((kind) => ({
      value: kind,
      label: `${say(kind)} ${toDos.filter((toDo) => toDo.kind === kind).length}`,
    })),
  ];
  return (
    <Page title={say('title')}>
      {error !== undefined && <Partial error={error} again={again} />}
      {present.length > 1 && (
        <div className="scroll-line gap-below">
          <Segmented
            aria-label={say('filter')}
            value={only ?? 'all'}
            options={options}
            onChange={(value) => setSearch(value === 'all' ? {} : { kind: value })}
          />
        </div>
      )}
      {isPending ? (
        <Skeleton active paragraph={{ rows: 6 }} title={false} />
      ) : (
        <Rows
          label={say('title')}
          rows={only ? toDos.filter(({ kind }) => kind === only) : toDos}
          columns={columns}
          keyOf={({ key }) => key}
          empty={say('nothing')}
        />
      )}
    </Page>
  );
}
