import { fromBinary } from '@bufbuild/protobuf';
import { eventTypes, liveOf } from '@anju/contracts';
import { DirectoryService, type Me, type GetMeRequest, GetMeRequestSchema } from '@anju/contracts/directory';
import type { EventRecord } from '@anju/messaging';
import { create } from '@bufbuild/protobuf';
import type { Metadata } from '@grpc/grpc-js';
import type { ServerResponse } from 'node:http';
import type { Upstream } from './upstream.js';

interface Follower {
  readonly response: ServerResponse;
  readonly metadata: Metadata;
  me: Me;
}

interface Seen {
  readonly type: string;
  readonly subject: string;
  readonly estateId: string;
  readonly time: string;
}

const streamsPerPerson = 10;
const text = (event: object, name: string): string => {
  const value: unknown = Reflect.get(event, name);
  return typeof value === 'string' ? value : '';
};

/** Whether somebody may know that this happened: the permission of its live option, in its estate; residents, their own. */
export function maySee(me: Me, permission: string, event: object): boolean {
  if (me.kind === 'resident') return text(event, 'requesterId') === me.subjectId;
  const reach = me.permissions.find(({ name }) => name === permission);
  return reach !== undefined && (reach.allEstates || reach.estateIds.includes(text(event, 'estateId')));
}

/** Server-sent events: that something happened, by ids; whoever follows reads what changed by the ordinary routes. */
export class Live {
  readonly #followers = new Set<Follower>();
  readonly #timers: NodeJS.Timeout[];

  constructor(private readonly upstream: Upstream) {
    const beat = setInterval(
      () => this.#followers.forEach(({ response }) => response.write(': here\n\n')),
      15_000,
    );
    const refresh = setInterval(
      () => this.#followers.forEach((follower) => void this.#refresh(follower)),
      30_000,
    );
    this.#timers = [beat.unref(), refresh.unref()];
  }

  async follow(response: ServerResponse, metadata: Metadata): Promise<void> {
    const follower: Follower = { response, metadata, me: await this.#me(metadata) };
    const own = [...this.#followers].filter(({ me }) => me.accountId === follower.me.accountId);
    if (own.length >= streamsPerPerson) own[0]?.response.end();
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write(': welcome\n\n');
    this.#followers.add(follower);
    response.on('close', () => this.#followers.delete(follower));
  }

  /** Passes an event on to those who may see it. */
  tell(record: EventRecord): void {
    const schema = eventTypes.get(record.type);
    const permission = schema && liveOf(schema);
    if (!schema || !permission || this.#followers.size === 0) return;
    const event = fromBinary(schema, record.value);
    const seen: Seen = {
      type: schema.name,
      subject: record.key.split(':')[1] ?? '',
      estateId: text(event, 'estateId'),
      time: record.time.toISOString(),
    };
    const message = `id: ${record.id}\nevent: ${seen.type}\ndata: ${JSON.stringify(seen)}\n\n`;
    for (const { me, response } of this.#followers) {
      if (me.tenant?.id === record.tenantId && maySee(me, permission, event)) response.write(message);
    }
  }

  stop(): void {
    this.#timers.forEach(clearInterval);
    this.#followers.forEach(({ response }) => response.end());
  }

  async #me(metadata: Metadata): Promise<Me> {
    const request: GetMeRequest = create(GetMeRequestSchema);
    return (await this.upstream.call(DirectoryService.method.getMe, request, metadata)) as Me;
  }

  /** Posts may have changed, or the token ended: then the stream ends and the page signs in again. */
  async #refresh(follower: Follower): Promise<void> {
    try {
      follower.me = await this.#me(follower.metadata);
    } catch {
      follower.response.end();
    }
  }
}
