/** Companies that wait for a round, served in turn, one at a time. */
export class Lane {
  readonly #waiting = new Set<string>();
  #running: Promise<void> | undefined;

  /** @param round answers whether the company has more to do; never fails */
  constructor(private readonly round: (tenantId: string) => Promise<boolean>) {}

  wake(tenantId: string): void {
    this.#waiting.add(tenantId);
    this.#running ??= this.#run();
  }

  /** Ends after the round that is under way. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    await this.#running;
  }

  async #run(): Promise<void> {
    // A set also visits what is added while it is walked: who has more to do comes again, behind the others.
    for (const tenantId of this.#waiting) {
      this.#waiting.delete(tenantId);
      if (await this.round(tenantId)) this.#waiting.add(tenantId);
    }
    this.#running = undefined;
  }
}
