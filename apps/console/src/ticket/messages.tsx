import { type Ticket, TicketTalkService } from '@anju/contracts/ticketing';
import { useInfiniteQuery } from '@tanstack/react-query';
import { TickField, WordsField } from '../form/input';
import { SendForm } from '../form/send-form';
import { isTicked, textOf } from '../form/typed';
import { Asked } from '../parts/asked';
import { Moment } from '../parts/clock';
import { More } from '../parts/more';
import { Toned } from '../parts/tone';
import { askPages } from '../server/ask';
import { useMay, useStaffName } from '../server/me';
import { Section } from './section';
import { useTicketWords } from './words';

const { method } = TicketTalkService;

function Write({ ticketId }: { readonly ticketId: string }) {
  const say = useTicketWords();
  return (
    <SendForm
      name={`message ${ticketId}`}
      method={method.addMessage}
      request={(values) => ({
        ticketId,
        text: textOf(values, 'text'),
        internal: isTicked(values, 'internal'),
      })}
      onSent={() => undefined}
      submit={say('sendMessage')}
      initial={{ internal: true }}
    >
      <WordsField name="text" label={say('write')} rows={2} />
      <TickField name="internal">{say('internal')}</TickField>
    </SendForm>
  );
}

export function Messages({ ticket: { id } }: { readonly ticket: Ticket }) {
  const say = useTicketWords();
  const staff = useStaffName();
  const mayTalk = useMay()('ticketing.talk');
  const query = useInfiniteQuery(askPages(method.listMessages, { ticketId: id, pageSize: 20 }));
  return (
    <Section title={say('messages')}>
      {mayTalk && <Write ticketId={id} />}
      <Asked query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ messages }) => messages);
          if (all.length === 0) return <p className="quiet gap-above">{say('noMessages')}</p>;
          return (
            <>
              <ul className="plain apart gap-above">
                {all.map((message) => (
                  <li key={message.id}>
                    <div className="line">
                      <strong>
                        {message.authorKind === 'resident' ? say('requesterSays') : staff(message.authorId)}
                      </strong>
                      <Toned tone={message.internal ? 'calm' : 'busy'}>
                        {say(message.internal ? 'internal' : 'toRequester')}
                      </Toned>
                      <span className="quiet">
                        <Moment time={message.time} />
                      </span>
                    </div>
                    <div className="words">{message.text}</div>
                  </li>
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </Asked>
    </Section>
  );
}
