import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Puts something into a cookie that its bearer can neither read nor change. */
export class Sealer {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHash('sha256').update(`anju login cookie ${secret}`).digest();
  }

  seal(value: object): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const bytes = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64url');
  }

  /** A cookie that is not ours is like none. */
  open(sealed: string): unknown {
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), {
        authTagLength: 16,
      });
      decipher.setAuthTag(bytes.subarray(12, 28));
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
    } catch {
      return undefined;
    }
  }
}
