import type { Clock } from '@anju/kernel';
import { CLOCK, type Log, LOGGER } from '@anju/platform';
import { Database } from '@anju/tenancy';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Work } from '../store/database.js';
import { TicketStore } from '../store/ticket.store.js';
import { type Due, dueWakes, keepWake } from '../store/wakes.js';

const perRound = 50;
/** How late a clock may be noticed, in milliseconds. */
const period = 2_000;
/** A case that cannot be woken is tried again later, in milliseconds, and never holds up others. */
const later = 300_000;

/**
 * Lets time do its work on cases (ADR 9): each keeps the moment at which time alone will next change it, and every
 * replica asks for those that have come. The case's row lock and its own state make each effect happen once.
 */
@Injectable()
export class WakeTickets implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly tickets: TicketStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      if (!this.#running) void this.round();
    }, period);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Wakes everything that is due now, after the round that is under way: that one may have looked too early. */
  round(): Promise<void> {
    const round = (this.#running ?? Promise.resolve())
      .then(() => this.#round())
      .finally(() => {
        if (this.#running === round) this.#running = undefined;
      });
    this.#running = round;
    return round;
  }

  async #round(): Promise<void> {
    try {
      for (;;) {
        const due = await dueWakes(this.database, this.clock.now(), perRound);
        for (const one of due) if (!this.#stopped) await this.#wake(one);
        if (due.length < perRound || this.#stopped) return;
      }
    } catch (error) {
      this.log.warn({ error }, 'cases will be woken in the next round');
    }
  }

  async #wake({ tenantId, ticketId }: Due): Promise<void> {
    try {
      await this.database.as(tenantId, (work) => this.tickets.wake(work as Work, ticketId));
    } catch (error) {
      this.log.error({ error, tenant: tenantId, ticket: ticketId }, 'case could not be woken');
      const again = new Date(this.clock.now().getTime() + later);
      await this.database.as(tenantId, (work) => keepWake(work as Work, ticketId, again));
    }
  }
}
