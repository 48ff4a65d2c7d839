import { eventTypes, liveOf } from '@anju/contracts';
import { DirectoryService, GetMeRequestSchema, type Me } from '@anju/contracts/directory';
import type { EventRecord } from '@anju/messaging';
import { create, fromBinary } from '@bufbuild/protobuf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { metadataOf } from './caller.js';
import { HttpError } from './problem.js';
import { type Doors, tokenOf } from './routes.js';

interface Follower {
  readonly request: FastifyRequest;
  readonly response: ServerResponse;
  me: Me;
}

interface Seen {
  readonly type: string;
  readonly subject: string;
  readonly estateId: string;
  readonly time: string;
}

const streamsPerPerson = 10;
/** A reader that takes nothing must not fill our memory. */
const mostUnread = 256 * 1024;

/** The directory hears of posts as every service does, and remembers a reach for 3 s: asked at once it knows the old one. */
const projectionDelay = 5_000;

const text = (event: object, name: string): string => {
  const value: unknown = Reflect.get(event, name);
  return typeof value === 'string' ? value : '';
};

/** Whether somebody may know that this happened: the permission of its live option, in its estate; residents, their own. */
export function maySee(me: Me, permission: string, event: object): boolean {
  if (me.kind === 'resident') return me.subjectId !== '' && text(event, 'requesterId') === me.subjectId;
  const reach = me.permissions.find(({ name }) => name === permission);
  return reach !== undefined && (reach.allEstates || reach.estateIds.includes(text(event, 'estateId')));
}

/** Whether an event says that what somebody may do has changed: posts by member of staff, sign-ins by account. */
const concerns = (me: Me, event: object): boolean =>
  (me.subjectId !== '' && text(event, 'staffId') === me.subjectId) ||
  text(event, 'accountId') === me.accountId;

function read(record: EventRecord) {
  const schema = eventTypes.get(record.type);
  try {
    return schema && { schema, event: fromBinary(schema, record.value) };
  } catch {
    // What cannot be read is parked and shown by those whose work it is.
    return undefined;
  }
}

/** Server-sent events: that something happened, by ids; whoever follows reads what changed by the ordinary routes. */
export class Live {
  readonly #followers = new Set<Follower>();
  readonly #timers: NodeJS.Timeout[];

  constructor(private readonly doors: Doors) {
    const each = (visit: (follower: Follower) => void) => () => this.#followers.forEach(visit);
    const beat = setInterval(
      each(({ response }) => response.write(': here\n\n')),
      15_000,
    );
    const refresh = setInterval(
      each((follower) => void this.#refresh(follower)),
      20_000,
    );
    this.#timers = [beat.unref(), refresh.unref()];
  }

  async follow(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // Before the answer begins, so that a refusal is a problem like any other.
    const follower: Follower = { request, response: reply.raw, me: await this.#me(request) };
    const own = [...this.#followers].filter(({ me }) => me.accountId === follower.me.accountId);
    if (own.length >= streamsPerPerson) own[0]?.response.end();
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.write(': welcome\n\n');
    this.#followers.add(follower);
    reply.raw.on('close', () => this.#followers.delete(follower));
  }

  /** Passes an event on to those who may see it. */
  tell(record: EventRecord): void {
    if (this.#followers.size === 0) return;
    const known = read(record);
    if (!known) return;
    const { schema, event } = known;
    const permission = liveOf(schema);
    const seen: Seen = {
      type: schema.name,
      subject: record.key.split(':')[1] ?? '',
      estateId: text(event, 'estateId'),
      time: record.time.toISOString(),
    };
    const message = `id: ${record.id}\nevent: ${seen.type}\ndata: ${JSON.stringify(seen)}\n\n`;
    for (const follower of this.#followers) {
      const { me, response } = follower;
      if (me.tenant?.id !== record.tenantId) continue;
      if (concerns(me, event)) setTimeout(() => void this.#refresh(follower), projectionDelay).unref();
      if (!permission || !maySee(me, permission, event)) continue;
      if (response.writableLength > mostUnread) response.destroy();
      else response.write(message);
    }
  }

  /** Ends every stream; pages that follow come again and read anew. */
  endAll(): void {
    this.#followers.forEach(({ response }) => response.end());
  }

  stop(): void {
    this.#timers.forEach(clearInterval);
    this.endAll();
  }

  async #me(request: FastifyRequest): Promise<Me> {
    const token = await tokenOf(request, this.doors);
    if (!token) throw new HttpError(401, 'unauthenticated');
    const question = create(GetMeRequestSchema);
    const { getMe } = DirectoryService.method;
    return (await this.doors.upstream.call(getMe, question, metadataOf(request, token))) as Me;
  }

  /** Posts may have changed, the token or the session ended: then the stream ends and the page signs in again. */
  async #refresh(follower: Follower): Promise<void> {
    try {
      follower.me = await this.#me(follower.request);
    } catch {
      follower.response.end();
    }
  }
}
