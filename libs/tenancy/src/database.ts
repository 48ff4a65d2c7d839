import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { DomainError, systemClock, type Clock } from '@anju/kernel';
import type { Wall } from './access.js';
import { Actor, PLATFORM_TENANT } from './actor.js';
import type { SqlClient, Told, Work } from './work.js';

/** What this library needs of a service's generated Prisma client. */
export interface TransactionClient<Tx extends SqlClient> {
  $transaction<T>(run: (tx: Tx) => Promise<T>, options?: { maxWait?: number; timeout?: number }): Promise<T>;
  $disconnect(): Promise<void>;
}

export interface RunOptions {
  readonly actor: Actor;
  readonly wall: Wall;
  readonly now?: Date | undefined;
  readonly locale?: 'zh' | 'en';
  /** When the event that is being heard was told. */
  readonly heardTime?: Date | undefined;
  /** W3C trace context of what caused it. */
  readonly trace?: string | undefined;
  readonly readOnly?: boolean;
  /** Longest time in milliseconds; 3 s unless said. */
  readonly timeout?: number;
  /** Two works with the same lock wait for each other. */
  readonly lock?: string | undefined;
}

/** Writes what a work told into its own transaction; messaging's `appendEvents`. */
export type Append = (work: Work, told: readonly Told[]) => Promise<void>;

const estatesSetting = (wall: Wall) => (wall.estates === 'all' ? '*' : wall.estates.join(','));

/** Raises the wall for this transaction only; a connection given back to the pool keeps nothing of it. */
async function raise(tx: SqlClient, wall: Wall): Promise<void> {
  await tx.$queryRaw`SELECT set_config('anju.tenant', ${wall.tenantId}, true),
    set_config('anju.estates', ${estatesSetting(wall)}, true), set_config('anju.person', ${wall.personId}, true)`;
}

/**
 * Begins behind the wall, and with limits that PostgreSQL itself keeps: Prisma's own time limit waits for the statement
 * that runs, so one that waits for a lock would hold its connection for as long as the lock lasts.
 */
async function begin(tx: SqlClient, { wall, readOnly, lock }: RunOptions, timeout: number): Promise<void> {
  const limit = String(Math.ceil(timeout));
  await tx.$queryRaw`SELECT set_config('anju.tenant', ${wall.tenantId}, true),
    set_config('anju.estates', ${estatesSetting(wall)}, true), set_config('anju.person', ${wall.personId}, true),
    set_config('transaction_read_only', ${readOnly ? 'on' : 'off'}, true),
    set_config('statement_timeout', ${limit}, true), set_config('lock_timeout', ${limit}, true),
    CASE WHEN ${lock ?? ''} <> '' THEN pg_advisory_xact_lock(hashtextextended(${lock ?? ''}, 0))::text END`;
}

class Transaction<Tx extends SqlClient> implements Work<Tx> {
  readonly actor: Actor;
  readonly now: Date;
  readonly moved: boolean;
  readonly locale: 'zh' | 'en';
  readonly trace: string;
  readonly heardTime: Date | undefined;
  readonly told: Told[] = [];
  readonly #home: Wall;
  #wall: Wall;
  readonly after: (() => void)[] = [];

  constructor(
    readonly tx: Tx,
    options: RunOptions,
    now: Date,
  ) {
    this.actor = options.actor;
    this.now = now;
    this.moved = options.now !== undefined;
    this.locale = options.locale ?? 'zh';
    this.trace = options.trace ?? '';
    this.heardTime = options.heardTime;
    this.#home = options.wall;
    this.#wall = options.wall;
  }

  tell<S extends DescMessage>(schema: S, init: MessageInitShape<S>, about: Told['about']): void {
    this.told.push({ schema, init, about });
  }

  async enter(tenantId: string): Promise<void> {
    if (!['operator', 'service', 'system'].includes(this.actor.kind))
      throw new DomainError('forbidden', 'forbidden');
    this.#wall = { tenantId, estates: 'all', personId: '' };
    await raise(this.tx, this.#wall);
  }

  inPlatform<T>(run: () => Promise<T>): Promise<T> {
    return this.#inside({ tenantId: PLATFORM_TENANT, estates: 'all', personId: '' }, run);
  }

  atHome<T>(run: () => Promise<T>): Promise<T> {
    return this.#inside(this.#home, run);
  }

  /** A failure inside ends the transaction, so there is nothing to put back then. */
  async #inside<T>(wall: Wall, run: () => Promise<T>): Promise<T> {
    await raise(this.tx, wall);
    const result = await run();
    await raise(this.tx, this.#wall);
    return result;
  }

  afterCommit(then: () => void): void {
    this.after.push(then);
  }
}

/** The only way to a service's rows: a transaction behind the wall. */
export class Database<Tx extends SqlClient = SqlClient> {
  constructor(
    private readonly client: TransactionClient<Tx>,
    private readonly append: Append,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Runs `work` in one transaction: all of it is kept, with its events, or nothing. */
  async run<T>(options: RunOptions, work: (work: Work<Tx>) => PromiseLike<T>): Promise<T> {
    const timeout = options.timeout ?? 3_000;
    const after: (() => void)[] = [];
    const result = await this.client.$transaction(
      async (tx) => {
        await begin(tx, options, timeout);
        const unit = new Transaction(tx, options, options.now ?? this.clock.now());
        const value = await work(unit);
        if (unit.told.length > 0) await this.append(unit, unit.told);
        after.push(...unit.after);
        return value;
      },
      { maxWait: Math.min(timeout, 2_000), timeout },
    );
    for (const then of after) then();
    return result;
  }

  /** Work of the software itself in one company. */
  as<T>(tenantId: string, work: (work: Work<Tx>) => PromiseLike<T>, timeout = 30_000): Promise<T> {
    const wall: Wall = { tenantId, estates: 'all', personId: '' };
    return this.run({ actor: Actor.system(tenantId), wall, timeout }, work);
  }

  /** Ids of the companies known here. */
  async tenants(): Promise<string[]> {
    const rows = await this.client.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('anju.roll_call', 'on', true)`;
      return tx.$queryRaw<{ tenant_id: string }[]>`SELECT tenant_id FROM tenant ORDER BY tenant_id`;
    });
    return rows.map((row) => row.tenant_id);
  }

  close(): Promise<void> {
    return this.client.$disconnect();
  }
}
