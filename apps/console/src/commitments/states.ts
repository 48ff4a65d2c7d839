import { CommitmentState } from '@anju/contracts/ticketing';
import type { Tone } from '../parts/tone';

export const openStates = [CommitmentState.REQUESTED, CommitmentState.ACCEPTED];

export const endedStates = [
  CommitmentState.FULFILLED,
  CommitmentState.DECLINED,
  CommitmentState.RETURNED,
  CommitmentState.WITHDRAWN,
];

export const commitmentTone = (state: CommitmentState): Tone => {
  if (state === CommitmentState.REQUESTED) return 'warn';
  if (state === CommitmentState.ACCEPTED) return 'busy';
  return state === CommitmentState.FULFILLED ? 'good' : 'calm';
};
