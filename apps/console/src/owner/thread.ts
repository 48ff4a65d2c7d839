import type { Attachment, Message, Ticket } from '@anju/contracts/ticketing';
import { millis } from '../words/times';

type Time = Parameters<typeof millis>[0];

export interface Said {
  readonly key: string;
  readonly by: 'me' | 'desk' | 'told';
  readonly words: string;
  readonly file?: Attachment;
  readonly time: Time;
}

const when = ({ time }: Said): number => millis(time) ?? 0;

/**
 * Everything that was said about a case, oldest first. What the desk writes to the owner is a message and, for its
 * delivery, a notice with the same words: it is shown once.
 */
export function threadOf(
  ticket: Ticket,
  messages: readonly Message[],
  files: readonly Attachment[],
  ownId: string,
): Said[] {
  const written = new Set(messages.map(({ text }) => text));
  const first: Said[] = ticket.description
    ? [{ key: 'first', by: 'me', words: ticket.description, time: ticket.createTime }]
    : [];
  const all: Said[] = [
    ...ticket.notices
      .filter(({ message }) => message !== '' && !written.has(message))
      .map(({ id, message, sendTime }) => ({ key: id, by: 'told' as const, words: message, time: sendTime })),
    ...messages.map(({ id, text, authorKind, time }) => ({
      key: id,
      by: authorKind === 'resident' ? ('me' as const) : ('desk' as const),
      words: text,
      time,
    })),
    ...files.map((file) => ({
      key: file.id,
      by: file.adderId === ownId ? ('me' as const) : ('desk' as const),
      words: '',
      file,
      time: file.addTime,
    })),
  ];
  return [...first, ...all.sort((a, b) => when(a) - when(b))];
}
