import { DirectoryService } from '@anju/contracts/directory';
import {
  DeliveryState,
  type Notice,
  NoticeChannel,
  NoticeDeliveredSchema,
  NotificationService,
} from '@anju/contracts/notification';
import { RequesterNoticeRequestedSchema, TicketingService } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import {
  eventually,
  type Neighbour,
  Refusal,
  startNeighbour,
  startService,
  type TestService,
} from '@anju/testing';
import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { notification } from '../src/notification.module.js';
import { PostOffice } from './post-office.js';

export const post = new PostOffice();
export const estateId = newId();
export let test: TestService;
const neighbours: Neighbour[] = [];
/** What the neighbours know, by company and id. */
export const [contacts, words] = [new Map<string, string>(), new Map<string, string>()];
let away = false;

const known = (book: ReadonlyMap<string, string>, tenantId: string, id: string): string => {
  if (away) throw new Refusal('UNAVAILABLE');
  const found = book.get(`${tenantId} ${id}`);
  if (found === undefined) throw new Refusal('NOT_FOUND');
  return found;
};

export async function start(): Promise<void> {
  await post.open();
  const directory = await startNeighbour(DirectoryService, {
    getContact: ({ subjectId }, tenantId) => ({ email: known(contacts, tenantId, subjectId) }),
  });
  const ticketing = await startNeighbour(TicketingService, {
    getNoticeWords: ({ noticeId }, tenantId) => ({ message: known(words, tenantId, noticeId) }),
  });
  neighbours.push(directory, ticketing);
  test = await startService(notification, {
    SMTP_URL: post.url,
    MAIL_FROM: '安居 <anju@example.cn>',
    SERVICE_ADDRESSES: `directory=${directory.address},ticketing=${ticketing.address}`,
  });
}

export async function stop(): Promise<void> {
  await test.stop();
  for (const neighbour of neighbours) neighbour.stop();
  await post.shut();
}

/** The mail server takes everything and the neighbours answer, or not. */
export function everything(how: 'answers' | 'neighbours are away'): void {
  post.verdict = () => undefined;
  away = how !== 'answers';
}

/** Somebody with a home in the estate. */
export async function aRequester({ email = `${newId()}@example.cn`, tenantId = test.tenantId } = {}) {
  const owner = await test.resident([estateId], tenantId);
  contacts.set(`${tenantId} ${owner.subjectId}`, email);
  return { owner, email, inbox: test.client(NotificationService, owner) };
}

export type Requester = Awaited<ReturnType<typeof aRequester>>;

/** Titles of what somebody was told, oldest first, whether it arrived or not. */
export const titles = async (who: { subjectId: string }): Promise<string[]> =>
  (
    await test.sql<{ title: string }>('SELECT title FROM notice WHERE recipient_id = $1 ORDER BY id', [
      who.subjectId,
    ])
  ).map(({ title }) => title);

/** Says the same event twice. */
export async function twice<S extends DescMessage>(
  schema: S,
  init: MessageInitShape<S>,
  options: { tenantId?: string; subject?: string } = {},
): Promise<void> {
  const again = { subject: newId(), ...options, id: newId() };
  await test.hear(schema, init, again);
  await test.hear(schema, init, again);
}

/** Asks for a notice, of progress unless said otherwise, as ticketing does. */
export async function tell(
  { owner: { tenantId, subjectId: requesterId } }: Requester,
  { message = '已安排铺设隔音垫', number = 'CH-2026-000001', occasion = 'progress' } = {},
): Promise<{ noticeId: string; ticketId: string }> {
  const [noticeId, ticketId] = [newId(), newId()];
  words.set(`${tenantId} ${noticeId}`, message);
  const event = { noticeId, ticketId, number, estateId, requesterId, occasion };
  await test.hear(RequesterNoticeRequestedSchema, event, { tenantId, subject: ticketId });
  return { noticeId, ticketId };
}

/** How a notice stands, such as `{ INBOX: 'DELIVERED', EMAIL: 'FAILED no_address' }`. */
export const states = ({ deliveries }: Notice): Record<string, string> =>
  Object.fromEntries(
    deliveries.map(({ channel, state, reason }) => [
      NoticeChannel[channel],
      `${DeliveryState[state]} ${reason}`.trim(),
    ]),
  );

/** The requester's newest notice once its deliveries stand so. */
export const stands = (
  { inbox }: Requester,
  wanted: Readonly<Record<string, string>>,
  limit?: number,
): Promise<Notice> =>
  eventually(async () => {
    const [notice] = (await inbox.listNotices({})).notices;
    const now = notice ? states(notice) : {};
    return Object.entries(wanted).every(([channel, state]) => now[channel] === state) ? notice : undefined;
  }, limit);

/** What was told of a notice's arrival. */
export const proofs = async (sourceId: string): Promise<string[]> =>
  (await test.told(NoticeDeliveredSchema))
    .filter((event) => event.sourceId === sourceId)
    .map(({ channel, state }) => `${NoticeChannel[channel]} ${DeliveryState[state]}`)
    .sort();

/** Brings waiting deliveries forward, and says how often they were tried. */
export const hurry = (attempts = 1) =>
  test.sql("UPDATE delivery SET due_at = now(), attempts = $1 WHERE state = 'queued'", [attempts]);
