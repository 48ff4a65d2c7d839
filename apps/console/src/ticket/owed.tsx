import { PromiseKindSchema, PromiseState, PromiseStateSchema, type Ticket } from '@anju/contracts/ticketing';
import { Alert } from 'antd';
import { Clock, Moment } from '../parts/clock';
import { type Tone, Toned } from '../parts/tone';
import { useTimes } from '../words/now';
import { useContractWords } from '../words/contract-words';
import { millis } from '../words/times';
import { Section } from './section';
import { useTicketWords } from './words';

const names = {
  commitment: 'openCommitment',
  approval: 'openApproval',
  notice: 'openNotice',
  visit: 'openVisit',
  child: 'openChild',
  promise: 'openPromise',
} as const;

const isNamed = (kind: string): kind is keyof typeof names => kind in names;

/** What the server says still keeps the case from closing. */
export function StillOpen({ ticket: { openItems } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  if (openItems.length === 0) return null;
  const kinds = [...new Set(openItems.map(({ kind }) => kind))];
  const list = kinds.map((kind) => {
    const count = openItems.filter((item) => item.kind === kind).length;
    return (
      <li key={kind}>
        {isNamed(kind) ? say(names[kind]) : kind}
        {count > 1 ? ` × ${count}` : ''}
      </li>
    );
  });
  return (
    <Alert type="warning" showIcon title={say('open')} description={<ul className="plain">{list}</ul>} />
  );
}

const tones: Readonly<Record<PromiseState, Tone>> = {
  [PromiseState.UNSPECIFIED]: 'calm',
  [PromiseState.OPEN]: 'busy',
  [PromiseState.KEPT]: 'good',
  [PromiseState.BROKEN]: 'bad',
  [PromiseState.RELEASED]: 'calm',
};

export function Promises({ ticket: { promises } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const contract = useContractWords();
  const { moment } = useTimes();
  if (promises.length === 0) return null;
  return (
    <Section title={say('promises')}>
      <ul className="plain apart">
        {promises.map(({ id, kind, state, dueTime, doneTime, toldTime, warnTime }) => (
          <li key={id}>
            <div className="line">
              <strong>{contract(PromiseKindSchema, kind)}</strong>
              <Toned tone={tones[state]}>{contract(PromiseStateSchema, state)}</Toned>
            </div>
            {state === PromiseState.OPEN ? (
              <Clock time={dueTime} warned={warnTime} />
            ) : (
              <Moment time={doneTime ?? dueTime} />
            )}
            <div className="quiet">
              {toldTime ? say('told', { time: moment(millis(toldTime) ?? 0) }) : say('notTold')}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
