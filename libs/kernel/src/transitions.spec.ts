import { describe, expect, it } from '@jest/globals';
import { transitions } from './transitions.js';

type State = 'new' | 'verifying' | 'in_progress' | 'declined';

const steps = transitions<State>({
  new: ['verifying'],
  verifying: ['in_progress', 'declined'],
  in_progress: [],
  declined: [],
});

describe('a table of transitions', () => {
  it('lets a thing go where its state allows', () => {
    expect(() => {
      steps.require('verifying', 'declined', 'ticketing.cannot_decline');
    }).not.toThrow();
    expect(steps.can('new', 'verifying')).toBe(true);
  });

  it('refuses any other move as a conflict that names the state and the allowed moves', () => {
    expect(() => {
      steps.require('verifying', 'new', 'ticketing.cannot_reset');
    }).toThrow(
      expect.objectContaining({
        code: 'ticketing.cannot_reset',
        kind: 'conflict',
        details: { state: 'verifying', allowed: 'in_progress, declined' },
      }),
    );
  });

  it('does not let a state follow itself unless the table says so', () => {
    expect(steps.can('new', 'new')).toBe(false);
  });

  it('allows nothing from a final state', () => {
    expect(steps.allowed('declined')).toEqual([]);
    expect(() => {
      steps.require('declined', 'new', 'ticketing.cannot_reset');
    }).toThrow(expect.objectContaining({ details: { state: 'declined', allowed: '' } }));
  });
});
