import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobStore } from './blob-store.js';

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/** A name in a folder survives a power cut only once the folder itself is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Files in a folder that this service alone reads. */
export class DiskBlobs extends BlobStore {
  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const target = this.#path(key);
    const folder = dirname(target);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    // Under another name until it is whole; what a crash leaves there is swept like any bytes without a row.
    const part = `${target}.${randomUUID()}`;
    try {
      await writeDurably(part, bytes);
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    await syncFolder(folder);
    for (let at = folder; made && at.length >= made.length; at = dirname(at)) await syncFolder(dirname(at));
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#path(key));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  async *list(prefix: string): AsyncGenerator<{ key: string; at: Date }> {
    const folder = this.#path(prefix);
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const name of names) yield { key: prefix + name, at: (await stat(join(folder, name))).mtime };
  }

  /** Keys are made of ids; anything else would be a way out of the folder. */
  #path(key: string): string {
    if (!/^[0-9a-f-]{36}\/[a-z]+\/[0-9a-f.-]*$/.test(key) || key.includes('..')) throw new Error('not a key');
    return join(this.root, key);
  }
}
