import { SETTINGS } from '@anju/platform';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { plainPhone } from '../domain/phone.js';
import type { DirectorySettings } from '../settings.js';
import type { Work } from './database.js';

/** How long a replica may not know of a new key. */
const remembered = 60_000;

function encrypt(key: KeyObject, text: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url');
}

function decrypt(key: KeyObject, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

interface DataKey {
  readonly id: number;
  readonly key: KeyObject;
}

/** A company's keys: one seals, every one opens what it sealed. */
export class TenantKeys {
  readonly #byId: ReadonlyMap<number, KeyObject>;
  readonly #hashing: KeyObject;

  /** @param keys oldest first */
  constructor(
    private readonly tenantId: string,
    keys: readonly DataKey[],
    private readonly sealing: number,
  ) {
    this.#byId = new Map(keys.map(({ id, key }) => [id, key]));
    // The first key stays the one that hashes, so that a new key does not hide who was there before.
    this.#hashing = this.#key(keys[0]?.id ?? 0);
  }

  /** `<key id>.<base64url>`; nothing stays nothing. */
  seal(text: string): string {
    return text === '' ? '' : `${this.sealing}.${encrypt(this.#key(this.sealing), text, this.tenantId)}`;
  }

  open(sealed: string): string {
    if (sealed === '') return '';
    const dot = sealed.indexOf('.');
    return decrypt(this.#key(Number(sealed.slice(0, dot))), sealed.slice(dot + 1), this.tenantId);
  }

  /** For finding a phone number without opening any: the same in every spelling, useless in another company. */
  phoneHash(phone: string): string {
    return createHmac('sha256', this.#hashing)
      .update(`phone ${plainPhone(phone)}`)
      .digest('base64url');
  }

  #key(id: number): KeyObject {
    const key = this.#byId.get(id);
    if (!key) throw new Error(`data key ${id} of company ${this.tenantId} is not there`);
    return key;
  }
}

interface Row {
  readonly id: number;
  readonly wrapped: string;
  readonly settled: boolean;
}

/** Envelope encryption: data keys per company, wrapped by the installation's master key. */
@Injectable()
export class Vault {
  readonly #master: KeyObject;
  /** Says which master key wrapped a data key, so that the master key can be changed while both are around. */
  readonly #masterId: string;
  readonly #known = new LRUCache<string, TenantKeys>({ max: 1_000, ttl: remembered });

  constructor(@Inject(SETTINGS) settings: Pick<DirectorySettings, 'MASTER_KEY'>) {
    const bytes = Buffer.from(settings.MASTER_KEY, 'base64');
    this.#master = createSecretKey(bytes);
    this.#masterId = createHash('sha256').update('anju master key').update(bytes).digest('hex').slice(0, 8);
  }

  async keys(work: Work, tenantId = work.actor.tenantId): Promise<TenantKeys> {
    const known = this.#known.get(tenantId);
    if (known) return known;
    // A new key seals only when every replica has had time to learn of it; until then the one before does.
    const rows = await work.tx.$queryRaw<Row[]>`
      SELECT id, wrapped, id = 1 OR created_at < now() - ${2 * remembered} * interval '1 millisecond' AS settled
      FROM tenant_key WHERE tenant_id = anju_tenant() ORDER BY id`;
    const sealing = rows.filter((row) => row.settled).at(-1)?.id ?? 1;
    const opened = rows.map((row) => ({ id: row.id, key: this.#unwrap(tenantId, row) }));
    const keys = new TenantKeys(tenantId, opened, sealing);
    this.#known.set(tenantId, keys);
    return keys;
  }

  /** A company's first data key, or one more: it seals from a few minutes on, and the older ones go on opening. */
  async addKey(work: Work, tenantId: string): Promise<void> {
    const rows = await work.tx.$queryRaw<{ id: number }[]>`
      SELECT coalesce(max(id), 0) + 1 AS id FROM tenant_key WHERE tenant_id = anju_tenant()`;
    const id = rows[0]?.id ?? 1;
    const text = encrypt(this.#master, randomBytes(32).toString('base64'), `${tenantId} ${id}`);
    const wrapped = `${this.#masterId}.${text}`;
    await work.tx
      .$executeRaw`INSERT INTO tenant_key (tenant_id, id, wrapped) VALUES (anju_tenant(), ${id}, ${wrapped})`;
    this.#known.delete(tenantId);
  }

  /** Forgets opened keys, so that the next use reads them anew. */
  forget(): void {
    this.#known.clear();
  }

  #unwrap(tenantId: string, { id, wrapped }: Row): KeyObject {
    const [text = '', masterId = this.#masterId] = wrapped.split('.').reverse();
    if (masterId !== this.#masterId)
      throw new Error(`data key ${id} of company ${tenantId} is wrapped by master key ${masterId}`);
    return createSecretKey(decrypt(this.#master, text, `${tenantId} ${id}`), 'base64');
  }
}
