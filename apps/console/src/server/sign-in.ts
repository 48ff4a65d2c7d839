import { useSyncExternalStore } from 'react';

/** Where the browser goes to sign in; it comes back to the same page, and what was typed waits there. */
export const signInAddress = (): string =>
  `/auth/login?return=${encodeURIComponent(location.pathname + location.search + location.hash)}`;

let asked = false;
const readers = new Set<() => void>();

/** Set once any call was refused because nobody is signed in any more. */
export const signInAgain = {
  ask(): void {
    asked = true;
    readers.forEach((read) => read());
  },
};

const follow = (read: () => void) => {
  readers.add(read);
  return () => readers.delete(read);
};

export const useMustSignIn = (): boolean => useSyncExternalStore(follow, () => asked);
