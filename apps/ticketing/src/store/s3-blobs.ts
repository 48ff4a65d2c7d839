import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { DomainError } from '@anju/kernel';
import { BlobStore } from './blob-store.js';

export interface S3Place {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
  readonly secret: string;
}

const passing = (error: unknown): boolean => {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  return status === undefined || status >= 500 || status === 429;
};

/** A store that is down or busy, or no way to it, is not our bug; what it refuses us for good is. */
const away = (error: unknown): never => {
  throw passing(error) ? new DomainError('unavailable', 'unavailable') : error;
};

/** Objects in a bucket, by the S3 API of any vendor. */
export class S3Blobs extends BlobStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(place: S3Place) {
    super();
    this.#bucket = place.bucket;
    this.#client = new S3Client({
      endpoint: place.endpoint,
      region: place.region,
      credentials: { accessKeyId: place.key, secretAccessKey: place.secret },
      // Most vendors answer by path, and not all know the newer checksums; ours is in the row.
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // Twice this fits into the deadline of the methods.
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 12_000, throwOnRequestTimeout: true },
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const object = { Bucket: this.#bucket, Key: key, Body: bytes, ContentLength: bytes.length };
    await this.#client.send(new PutObjectCommand(object)).catch(away);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      return error instanceof NoSuchKey ? undefined : away(error);
    }
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key })).catch(away);
  }

  async *list(prefix: string): AsyncGenerator<{ key: string; at: Date }> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages)
      for (const { Key: key, LastModified: at } of Contents) if (key && at) yield { key, at };
  }
}
