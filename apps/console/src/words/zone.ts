import { createContext, useContext } from 'react';

/** The zone times are shown in: the estates' own where they agree, else the reader's. */
export const Zone = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone);

export const useZone = (): string => useContext(Zone);
