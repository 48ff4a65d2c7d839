import { SETTINGS } from '@anju/platform';
import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { IdentitySettings } from '../settings.js';

/** Seals what must not lie about in clear (AES-256-GCM) and hashes what must be found again (HMAC-SHA-256). */
@Injectable()
export class SecretBox {
  readonly #seal: Buffer;
  readonly #hash: Buffer;

  constructor(@Inject(SETTINGS) settings: Pick<IdentitySettings, 'MASTER_KEY'>) {
    const master = Buffer.from(settings.MASTER_KEY, 'base64');
    this.#seal = derive(master, 'anju identity seal');
    this.#hash = derive(master, 'anju identity hash');
  }

  /** `v1.` and base64url of nonce, tag and text; `purpose` must be the same when it is opened. */
  seal(text: string, purpose: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#seal, nonce).setAAD(Buffer.from(purpose));
    const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url')}`;
  }

  open(sealed: string, purpose: string): string {
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#seal, bytes.subarray(0, 12)).setAAD(
      Buffer.from(purpose),
    );
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  hash(text: string): string {
    return createHmac('sha256', this.#hash).update(text).digest('base64url');
  }

  /** A key for somebody else's use, such as signed cookies. */
  keyFor(purpose: string): string {
    return this.hash(`key for ${purpose}`);
  }
}

const derive = (master: Buffer, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, 'anju', info, 32));
