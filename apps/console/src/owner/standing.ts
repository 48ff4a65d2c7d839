import { type Ticket, TicketState, WaitReason } from '@anju/contracts/ticketing';
import type { Tone } from '../parts/tone';
import { useOwnerWords } from './words';

type Said = Pick<Ticket, 'state' | 'waiting'>;

const tones: Readonly<Record<TicketState, Tone>> = {
  [TicketState.UNSPECIFIED]: 'calm',
  [TicketState.NEW]: 'busy',
  [TicketState.VERIFYING]: 'busy',
  [TicketState.IN_PROGRESS]: 'busy',
  [TicketState.AWAITING_APPROVAL]: 'busy',
  [TicketState.PENDING]: 'warn',
  [TicketState.RESOLVED]: 'good',
  [TicketState.FOLLOWING_UP]: 'good',
  [TicketState.CLOSED]: 'good',
  [TicketState.CANCELLED]: 'calm',
  [TicketState.DECLINED]: 'calm',
  [TicketState.MERGED]: 'calm',
  [TicketState.DUPLICATE]: 'calm',
};

export const toneOf = ({ state }: Said): Tone => tones[state];

type Sentence = `is${Exclude<TicketState, TicketState.UNSPECIFIED>}`;

/** A whole sentence for somebody who does not know the department's words; the server's short one stands on the list. */
export function useSentence(): (ticket: Said) => string {
  const say = useOwnerWords();
  return ({ state, waiting }) => {
    if (waiting?.reason === WaitReason.OWNER) return say('waitsForYou');
    return state === TicketState.UNSPECIFIED ? '' : say(`is${state}` satisfies Sentence);
  };
}
