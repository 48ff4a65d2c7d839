import { DeliveryState, NoticeChannel, NoticeDeliveredSchema } from '@anju/contracts/notification';
import { Post } from '@anju/contracts/options';
import { type Ticket, TicketKind, Urgency } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { TestService } from '@anju/testing';
import { WakeTickets } from '../src/app/wake-tickets.js';
import { aComplaint, aSpecialist, deskOf, type Home } from './desk.js';
import { type Played, plays, type Step } from './figures-plays.js';

const monday = Date.UTC(2026, 2, 2, 1);
const kinds = [TicketKind.COMPLAINT, TicketKind.ENQUIRY, TicketKind.SUGGESTION];
const categories = ['noise', 'water', ''];
const urgencies = [Urgency.NORMAL, Urgency.HIGH, Urgency.EMERGENCY];

async function deliver({ test, id }: Played, { notices }: Ticket): Promise<void> {
  for (const notice of notices.filter(({ deliverTime }) => !deliverTime))
    await test.hear(NoticeDeliveredSchema, {
      ...{ noticeId: newId(), subjectType: 'ticket', subjectId: id, sourceId: notice.id },
      ...{ channel: NoticeChannel.INBOX, state: DeliveryState.DELIVERED },
    });
}

interface Due {
  readonly at: number;
  readonly play: readonly Step[];
  readonly next: number;
  readonly one: Played;
}

/** Plays three of everything, each in an estate of its own, on one time line; answers when the last step was. */
export async function playCases(test: TestService, homes: readonly Home[]): Promise<Date> {
  const [mine, yours] = [await aSpecialist(test), await aSpecialist(test)];
  const guard = deskOf(test, await test.staff([{ post: Post.SECURITY_GUARD }]));
  const queue: Due[] = [];
  let begun = 0;
  for (const home of homes)
    for (const play of plays) {
      const [me, you] = begun % 2 === 0 ? [mine, yours] : [yours, mine];
      const one = { test, home, mine: me, desk: deskOf(test, me), colleague: deskOf(test, you), guard };
      queue.push({ at: monday + begun * 38 * 60_000, play, next: -1, one: { ...one, other: '', id: '' } });
      begun++;
    }
  return playOut(test, queue);
}

/** Each step in its order; cases wake a minute before, so that no two things happen to one at one moment. */
async function playOut(test: TestService, queue: Due[]): Promise<Date> {
  let [now, recorded] = [0, 0];
  const open = new Map<string, string>();
  while (queue.length > 0) {
    queue.sort((a, b) => b.at - a.at);
    const due = queue.pop() as Due;
    now = Math.max(now + 2 * 60_000, due.at);
    test.clock.set(new Date(now - 60_000));
    await test.service.app.get(WakeTickets).round();
    test.clock.set(new Date(now));
    const { play, next } = due;
    let { one } = due;
    if (next < 0) {
      const change = {
        ...{
          kind: kinds[(recorded + Math.floor(recorded / plays.length)) % 3],
          category: categories[Math.floor(recorded / 3) % 3],
        },
        urgency: urgencies[Math.floor(recorded / 9) % 3],
      };
      const { id } = await one.desk.recordTicket(aComplaint(one.home, change));
      one = { ...one, id, other: open.get(one.home.estateId) ?? '' };
      if (play.length === 0) open.set(one.home.estateId, id);
      recorded++;
    } else await play[next]?.[1](one);
    await deliver(one, await one.desk.getTicket({ id: one.id }));
    const following = play[next + 1];
    if (following) queue.push({ at: now + following[0] * 60_000, play, next: next + 1, one });
  }
  return new Date(now);
}
