import { DirectoryService } from '@anju/contracts/directory';
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { Asked } from '../parts/asked';
import { ask } from '../server/ask';
import { useEstates, WhoProvider } from '../server/me';
import { isSignedOut } from '../server/server';
import { signInAddress } from '../server/sign-in';
import { Zone } from '../words/zone';
import { useShellWords } from './words';

export function Waiting() {
  const say = useShellWords();
  return <Spin className="waiting" aria-label={say('loading')} />;
}

function ToSignIn() {
  useEffect(() => location.replace(signInAddress()), []);
  return <Waiting />;
}

function InZone({ children }: { readonly children: ReactNode }) {
  const zones = new Set(useEstates().map(({ zone }) => zone));
  const [zone = ''] = zones;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return <Zone value={zones.size === 1 && zone ? zone : own}>{children}</Zone>;
}

/** Nobody comes in without having signed in; who did is known to everything inside. */
export function FrontDoor({ children }: { readonly children: ReactNode }) {
  const query = useQuery({ ...ask(DirectoryService.method.getMe, {}), staleTime: 60_000 });
  if (query.data === undefined && isSignedOut(query.error)) return <ToSignIn />;
  if (query.isPending) return <Waiting />;
  return (
    <Asked query={query}>
      {(me) => (
        <WhoProvider value={me}>
          <InZone>{children}</InZone>
        </WhoProvider>
      )}
    </Asked>
  );
}
