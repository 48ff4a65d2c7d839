import { eventTypes } from '@anju/contracts';
import { type Ticket, TicketingService, type TimelineEntry } from '@anju/contracts/ticketing';
import { PostSchema } from '@anju/contracts/options';
import type { DescMessage } from '@bufbuild/protobuf';
import { useQuery } from '@tanstack/react-query';
import { Timeline as Line } from 'antd';
import { Asked } from '../parts/asked';
import { Moment } from '../parts/clock';
import { ask } from '../server/ask';
import { useStaffName } from '../server/me';
import { useContractWords, usePostWords } from '../words/contract-words';
import { useEventWords } from './event-words';
import { Section } from './section';
import { useTicketWords } from './words';

const named = new Map<string, DescMessage>([...eventTypes.values()].map((type) => [type.name, type]));

const bad = /Broken|Overdue|Escalated/;
const good = /Resolved|Closed/;
const colourOf = (type: string): string =>
  bad.test(type) ? '#b3261e' : good.test(type) ? '#1d6b35' : '#0b4f6c';

/** The states, kinds and posts that an event names, in words. */
function useFactsOf(): ({ type, detail }: TimelineEntry) => string {
  const [contract, post, staff] = [useContractWords(), usePostWords(), useStaffName()];
  return ({ type, detail }) => {
    const event = JSON.parse(detail || '{}') as Record<string, unknown>;
    const said = (named.get(type)?.fields ?? []).map((field) => {
      const value = event[field.jsonName];
      if (field.name === 'assignee_id' && type === 'TicketAssigned')
        return typeof value === 'string' ? staff(value) : '';
      if (field.fieldKind !== 'enum' || typeof value !== 'string') return '';
      const number = field.enum.values.find(({ name }) => name === value)?.number ?? 0;
      return field.enum.typeName === PostSchema.typeName ? post(number) : contract(field.enum, number);
    });
    return said.filter(Boolean).join(' · ');
  };
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const say = useTicketWords();
  const event = useEventWords() as (key: string) => string;
  const [facts, staff] = [useFactsOf(), useStaffName()];
  const who = staff(entry.actorId) || (entry.actorId ? say('requesterSays') : say('system'));
  return (
    <>
      <div className="line">
        <strong>{event(entry.type)}</strong>
        <span>{facts(entry)}</span>
      </div>
      {entry.note && <div className="words said">{entry.note}</div>}
      <div className="quiet">
        <Moment time={entry.time} /> {who}
      </div>
    </>
  );
}

/** What happened, newest first, because that is what somebody wants to know who comes back to a case. */
export function Timeline({ ticket: { id } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const query = useQuery(ask(TicketingService.method.getTimeline, { id }));
  return (
    <Section title={say('timeline')}>
      <Asked query={query}>
        {({ entries }) => (
          <Line
            items={[...entries].reverse().map((entry) => ({
              key: entry.id,
              color: colourOf(entry.type),
              content: <Entry entry={entry} />,
            }))}
          />
        )}
      </Asked>
    </Section>
  );
}
