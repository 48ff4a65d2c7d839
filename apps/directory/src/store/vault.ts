import { SETTINGS } from '@anju/platform';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { plainPhone } from '../domain/masking.js';
import type { DirectorySettings } from '../settings.js';
import type { Work } from './database.js';

function encrypt(key: Buffer, text: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url');
}

function decrypt(key: Buffer, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** A company's keys: the newest seals, every one opens what it sealed. */
export class TenantKeys {
  constructor(
    private readonly tenantId: string,
    private readonly keys: ReadonlyMap<number, Buffer>,
  ) {}

  /** `<key id>.<base64url>`; nothing stays nothing. */
  seal(text: string): string {
    const newest = Math.max(...this.keys.keys());
    return text === '' ? '' : `${newest}.${encrypt(this.#key(newest), text, this.tenantId)}`;
  }

  open(sealed: string): string {
    if (sealed === '') return '';
    const dot = sealed.indexOf('.');
    return decrypt(this.#key(Number(sealed.slice(0, dot))), sealed.slice(dot + 1), this.tenantId);
  }

  /** For finding a phone number without opening any: the same in every spelling, useless in another company. */
  phoneHash(phone: string): string {
    // The first key stays the one that hashes, so that a new key does not hide who was there before.
    const key = this.#key(Math.min(...this.keys.keys()));
    return createHmac('sha256', key)
      .update(`phone ${plainPhone(phone)}`)
      .digest('base64url');
  }

  #key(id: number): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error(`data key ${id} is not there`);
    return key;
  }
}

interface Row {
  id: number;
  wrapped: string;
}

/** Envelope encryption: data keys per company, wrapped by the installation's master key. */
@Injectable()
export class Vault {
  readonly #master: Buffer;
  readonly #known = new LRUCache<string, TenantKeys>({ max: 1_000, ttl: 60_000 });

  constructor(@Inject(SETTINGS) settings: Pick<DirectorySettings, 'MASTER_KEY'>) {
    this.#master = Buffer.from(settings.MASTER_KEY, 'base64');
  }

  async keys(work: Work, tenantId = work.actor.tenantId): Promise<TenantKeys> {
    const known = this.#known.get(tenantId);
    if (known) return known;
    const rows = await work.tx.$queryRaw<
      Row[]
    >`SELECT id, wrapped FROM tenant_key WHERE tenant_id = anju_tenant()`;
    const keys = new TenantKeys(tenantId, new Map(rows.map((row) => [row.id, this.#unwrap(tenantId, row)])));
    this.#known.set(tenantId, keys);
    return keys;
  }

  /** A new data key that seals from now on; the first one opens the company. */
  async addKey(work: Work, tenantId: string): Promise<void> {
    const rows = await work.tx.$queryRaw<{ id: number }[]>`
      SELECT coalesce(max(id), 0) + 1 AS id FROM tenant_key WHERE tenant_id = anju_tenant()`;
    const id = rows[0]?.id ?? 1;
    const wrapped = encrypt(this.#master, randomBytes(32).toString('base64'), `${tenantId} ${id}`);
    await work.tx
      .$executeRaw`INSERT INTO tenant_key (tenant_id, id, wrapped) VALUES (anju_tenant(), ${id}, ${wrapped})`;
    this.#known.delete(tenantId);
  }

  #unwrap(tenantId: string, { id, wrapped }: Row): Buffer {
    return Buffer.from(decrypt(this.#master, wrapped, `${tenantId} ${id}`), 'base64');
  }
}
