import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import type { Actor } from './actor.js';

/** The raw half of a Prisma transaction client, which every service's generated client has. */
export interface SqlClient {
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

/** What an event is about. */
export interface About {
  /** The aggregate; events of one aggregate keep their order. */
  readonly subject: string;
  readonly estateId?: string | undefined;
  /** The person whose case it is; residents see only their own events. */
  readonly personId?: string | undefined;
  /** Words that go with it and are never published. */
  readonly note?: string | undefined;
}

export interface Told {
  readonly schema: DescMessage;
  readonly init: MessageInitShape<DescMessage>;
  readonly about: About;
}

/** One unit of work: one actor, one transaction, one moment, and the events it tells when it commits. */
export interface Work<Tx extends SqlClient = SqlClient> {
  readonly actor: Actor;
  readonly tx: Tx;
  readonly now: Date;
  /** Whether `now` was said by whoever asked, instead of being read off the clock. */
  readonly moved: boolean;
  readonly locale: 'zh' | 'en';
  /** When the event that is being heard was told; undefined for calls. */
  readonly heardTime: Date | undefined;
  /** W3C traceparent of what caused it, or empty. */
  readonly trace: string;
  /** Adds an event; it is written in this transaction and published after the commit. */
  tell<S extends DescMessage>(schema: S, init: MessageInitShape<S>, about: About): void;
  /** Goes on in that company. Only for operators, services and the system. */
  enter(tenantId: string): Promise<void>;
  /** Touches rows of the installation itself, such as names that must be unique among all companies. */
  inPlatform<T>(run: () => Promise<T>): Promise<T>;
  /** Touches the rows the work began with, after it entered a company. */
  atHome<T>(run: () => Promise<T>): Promise<T>;
  /** Runs after the commit; a failure there never undoes the work. */
  afterCommit(then: () => void): void;
}
