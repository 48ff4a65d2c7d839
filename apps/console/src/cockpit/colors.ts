/** At least 3:1 on white, and told apart by brightness, too. */
export const colors = { good: '#3f8f5b', bad: '#b3261e', warn: '#b26a00', calm: '#0b4f6c' } as const;
