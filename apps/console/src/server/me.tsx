import { DirectoryService, type Estate, type Me, type Staff } from '@anju/contracts/directory';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { ask } from './ask';

const Who = createContext<Me | undefined>(undefined);

export const WhoProvider = Who.Provider;

/** Who is signed in; there is nobody only outside the shell. */
export function useMe(): Me {
  const me = useContext(Who);
  if (!me) throw new Error('nobody is signed in');
  return me;
}

export const may = (me: Me, permission: string): boolean =>
  me.permissions.some(({ name }) => name === permission);

/** Whether the caller holds a permission anywhere; the server decides about each thing. */
export function useMay(): (permission: string) => boolean {
  const me = useMe();
  return (permission) => may(me, permission);
}

/** Changes rarely, and every page needs it. */
const slow = { staleTime: 10 * 60_000 };

const none: readonly never[] = [];

export function useEstates(): readonly Estate[] {
  const enabled = useMay()('directory.estates');
  const { data } = useQuery({
    ...ask(DirectoryService.method.listEstates, { pageSize: 200 }),
    ...slow,
    enabled,
  });
  return data?.estates ?? none;
}

export function useEstateName(): (id: string) => string {
  const estates = useEstates();
  return (id) => estates.find((estate) => estate.id === id)?.name ?? '';
}

export function useStaff(): readonly Staff[] {
  const enabled = useMay()('directory.staff');
  const { data } = useQuery({
    ...ask(DirectoryService.method.listStaff, { pageSize: 200 }),
    ...slow,
    enabled,
  });
  return data?.staff ?? none;
}

/** A colleague's name; empty for whoever is not of the staff. */
export function useStaffName(): (id: string) => string {
  const staff = useStaff();
  return (id) => staff.find((one) => one.id === id)?.name ?? '';
}
