import { DirectoryService } from '@anju/contracts/directory';
import {
  ChannelSchema,
  PrioritySchema,
  type Ticket,
  TicketKindSchema,
  WaitReasonSchema,
} from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { Moment } from '../parts/clock';
import { Facts } from '../parts/facts';
import { TicketLink } from '../parts/ticket-link';
import { ask } from '../server/ask';
import { useEstateName, useMay, useStaffName } from '../server/me';
import { useCategoryWords, useContractWords } from '../words/contract-words';
import { Section } from './section';
import { useTicketWords } from './words';

function Requester({ ticket }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const enabled = useMay()('directory.persons') && ticket.requesterId !== '';
  const { data } = useQuery({
    ...ask(DirectoryService.method.getPerson, { id: ticket.requesterId }),
    enabled,
  });
  if (ticket.requesterId === '') return say('nobody');
  const home = data?.units.find(({ unitId }) => unitId === ticket.unitId)?.label;
  return [data?.name, data?.phone, home, ticket.anonymous ? say('unnamed') : ''].filter(Boolean).join(' ');
}

function WaitingFor({ ticket: { waiting } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const contract = useContractWords();
  if (!waiting) return null;
  return (
    <>
      {contract(WaitReasonSchema, waiting.reason)} {waiting.note}{' '}
      {waiting.untilTime && (
        <>
          {say('until')} <Moment time={waiting.untilTime} />
        </>
      )}
    </>
  );
}

/** What the case is about, in the order in which somebody reads who picks it up. */
export function About({ ticket }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const contract = useContractWords();
  const category = useCategoryWords().say;
  const [estate, staff] = [useEstateName(), useStaffName()];
  return (
    <Section title={say('facts')}>
      <p className="lead">{ticket.statusText}</p>
      <Facts
        all={[
          [say('description'), ticket.description],
          [say('findings'), ticket.findings],
          [say('solution'), ticket.solution],
          [say('waiting'), ticket.waiting && <WaitingFor ticket={ticket} />],
          [say('requester'), <Requester key="requester" ticket={ticket} />],
          [say('assignee'), staff(ticket.assigneeId) || say('unassigned')],
          [say('kind'), contract(TicketKindSchema, ticket.kind)],
          [say('category'), category(ticket.category)],
          [say('priority'), contract(PrioritySchema, ticket.priority)],
          [say('estate'), estate(ticket.estateId)],
          [say('place'), ticket.place],
          [say('channel'), contract(ChannelSchema, ticket.channel)],
          [
            say('recorded'),
            <span key="recorded">
              <Moment time={ticket.createTime} /> {staff(ticket.recorderId)}
            </span>,
          ],
          [say('external'), ticket.externalNumber],
        ]}
      />
      <Related ticket={ticket} />
    </Section>
  );
}

function Related({ ticket }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const all = [
    [say('mergedInto'), ticket.mergedIntoId],
    [say('parent'), ticket.parentId],
    [say('splitFrom'), ticket.splitFromId],
    ...ticket.childIds.map((id) => [say('child'), id] as const),
  ] as const;
  const links = all.flatMap(([name = '', id = '']) => (id ? [{ name, id }] : []));
  if (links.length === 0) return null;
  return (
    <ul className="plain" aria-label={say('related')}>
      {links.map(({ name, id }) => (
        <li key={id}>
          <TicketLink id={id}>{name}</TicketLink>
        </li>
      ))}
    </ul>
  );
}
