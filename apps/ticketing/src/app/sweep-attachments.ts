import { type Log, LOGGER } from '@anju/platform';
import { Database } from '@anju/tenancy';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AttachmentStore } from '../store/attachment.store.js';
import { blobPrefix, BlobStore } from '../store/blob-store.js';
import type { Work } from '../store/database.js';

const hour = 3_600_000;
const batch = 500;

/** Long past any upload, and long enough for a database that was set back to last night's copy. */
const grace = 7 * 24 * hour;

/**
 * Removes bytes that no row points to: left when a transaction failed after its bytes were stored, when a process
 * ended in the middle, or when removing them failed. Every replica may do it; what is gone is gone.
 */
@Injectable()
export class SweepAttachments implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly attachments: AttachmentStore,
    private readonly blobs: BlobStore,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.run(new Date()).catch((error: unknown) =>
        this.log.warn({ error }, 'the sweep of files will try again'),
      );
    }, 24 * hour);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Answers how many it removed. */
  async run(now: Date): Promise<number> {
    let removed = 0;
    for (const tenantId of await this.database.tenants()) removed += await this.#sweep(tenantId, now);
    if (removed > 0) this.log.info({ removed }, 'bytes without a row were removed');
    return removed;
  }

  async #sweep(tenantId: string, now: Date): Promise<number> {
    let removed = 0;
    let old: string[] = [];
    for await (const { key, at } of this.blobs.list(blobPrefix(tenantId))) {
      if (now.getTime() - at.getTime() > grace) old.push(key);
      if (old.length < batch) continue;
      removed += await this.#removeUnknown(tenantId, old);
      old = [];
    }
    return removed + (await this.#removeUnknown(tenantId, old));
  }

  async #removeUnknown(tenantId: string, keys: readonly string[]): Promise<number> {
    const idOf = (key: string) => key.slice(blobPrefix(tenantId).length);
    const known = await this.database.as(tenantId, (work) =>
      this.attachments.known(work as Work, keys.map(idOf)),
    );
    const unknown = keys.filter((key) => !known.has(idOf(key)));
    for (const key of unknown) await this.blobs.remove(key);
    return unknown.length;
  }
}
