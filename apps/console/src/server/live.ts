import { dutyOf, eventTypes } from '@anju/contracts';
import { useEffect } from 'react';
import { queries, renew } from './ask';

interface Seen {
  readonly type: string;
  readonly subject: string;
}

const dutyOfEvent = new Map([...eventTypes.values()].map((event) => [event.name, dutyOf(event.typeName)]));
const pause = 700;

/** What happened since the last reading; a burst of events is one reading. */
const waiting = new Map<string, Seen>();
let timer: number | undefined;

function readAnew(): void {
  timer = undefined;
  const seen = [...waiting.values()];
  waiting.clear();
  for (const { type, subject } of seen) {
    const duty = dutyOfEvent.get(type) ?? '';
    void renew(duty, subject);
    // What leadership decides shows on a case that its event does not name.
    if (duty !== 'ticketing') void renew('ticketing');
  }
  void renew('leadership');
  void renew('notification');
}

function note(seen: Seen): void {
  waiting.set(`${seen.type} ${seen.subject}`, seen);
  timer ??= window.setTimeout(readAnew, pause);
}

const readAll = () => void queries.invalidateQueries();

/** The stream carries each event under its own name, and EventSource has no way to hear them all. */
function open(tell: (seen: Seen) => void, again: () => void): EventSource {
  const source = new EventSource('/v1/events:stream');
  let wasOpen = false;
  source.addEventListener('open', () => {
    // Whatever happened while the line was down, or between the first reading and now, was not told.
    if (wasOpen) again();
    else readAll();
    wasOpen = true;
  });
  for (const { name } of eventTypes.values())
    source.addEventListener(name, (event: MessageEvent<string>) => tell(JSON.parse(event.data) as Seen));
  return source;
}

/** Keeps one stream open, and opens it again when the server refuses it. */
function stay(tell: (seen: Seen) => void, again: () => void): () => void {
  let source = open(tell, again);
  const watch = window.setInterval(() => {
    if (source.readyState !== EventSource.CLOSED) return;
    // Refused: signed out, or the gateway is starting. Reading says which.
    again();
    source = open(tell, again);
  }, 5_000);
  return () => {
    window.clearInterval(watch);
    source.close();
  };
}

/**
 * A browser allows six lines to one host, for all its tabs together: one tab listens and tells the others. Locks exist
 * only on https and localhost; elsewhere every tab listens itself.
 */
function listen(): () => void {
  const channel = new BroadcastChannel('anju.live');
  channel.onmessage = ({ data }: MessageEvent<Seen | 'again'>) => (data === 'again' ? readAll() : note(data));
  const tell = (seen: Seen): void => {
    note(seen);
    channel.postMessage(seen);
  };
  const again = (): void => {
    readAll();
    channel.postMessage('again');
  };
  const leaving = new AbortController();
  let stop = (): void => undefined;
  const lead = () =>
    new Promise<void>((leave) => {
      stop = stay(tell, again);
      leaving.signal.addEventListener('abort', () => leave(), { once: true });
    });
  if ('locks' in navigator)
    navigator.locks.request('anju.live', { signal: leaving.signal }, lead).catch(() => undefined);
  else void lead();
  return () => {
    leaving.abort();
    stop();
    channel.close();
  };
}

/** Pages show what happens without a reload, for as long as the shell is on screen. */
export function useLive(): void {
  useEffect(listen, []);
}
