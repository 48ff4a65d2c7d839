/** Bytes by key, outside the database. A key begins with the company's id: `<tenant>/ticketing/<file>`. */
export abstract class BlobStore {
  /** Keeps all the bytes or none, durably; a key is written once. */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;

  /** The bytes, or undefined when there are none. */
  abstract get(key: string): Promise<Uint8Array | undefined>;

  abstract remove(key: string): Promise<void>;

  /** Keys that begin with the prefix, and when each was written. */
  abstract list(prefix: string): AsyncIterable<{ readonly key: string; readonly at: Date }>;
}

export const blobPrefix = (tenantId: string): string => `${tenantId}/ticketing/`;
