import { TicketState } from '@anju/contracts/ticketing';
import type { Tone } from '../parts/tone';

const tones: Readonly<Partial<Record<TicketState, Tone>>> = {
  [TicketState.NEW]: 'warn',
  [TicketState.VERIFYING]: 'busy',
  [TicketState.IN_PROGRESS]: 'busy',
  [TicketState.AWAITING_APPROVAL]: 'warn',
  [TicketState.PENDING]: 'warn',
  [TicketState.RESOLVED]: 'good',
  [TicketState.FOLLOWING_UP]: 'good',
};

export const stateTone = (state: TicketState): Tone => tones[state] ?? 'calm';
