import { newId } from '@anju/kernel';
import { TicketFilesService } from '@anju/contracts/ticketing';
import type { TestService } from '@anju/testing';
import S3rver from '@20minutes/s3rver';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Blobs } from '../src/store/s3-blobs.js';
import { openBlobStore } from '../src/store/open-blob-store.js';
import type { TicketingSettings } from '../src/settings.js';
import { aComplaint, aHome, aSpecialist, deskOf, startDesk } from './desk.js';
import { jpeg } from './samples.js';

const directory = mkdtempSync(join(tmpdir(), 'anju-s3-'));
const bucket = 'anju-test';
const options = {
  ...{ address: '127.0.0.1', port: 0, silent: true, directory },
  configureBuckets: [{ name: bucket, configs: [] }],
};
const server = new S3rver(options);
// It signs the path of a bucket without the slash that the kit sends, so lists go to one that does not compare.
const lists = new S3rver({ ...options, allowMismatchedSignatures: true });
// What this server knows its callers by.
const place = { region: 'eu-west-1', bucket, key: 'S3RVER', secret: 'S3RVER' };

const start = async (one: S3rver) => {
  const { port } = await one.run();
  return `http://127.0.0.1:${port}`;
};
let [endpoint, listEndpoint] = ['', ''];

beforeAll(async () => {
  [endpoint, listEndpoint] = [await start(server), await start(lists)];
});
afterAll(async () => {
  await server.close();
  await lists.close();
  await rm(directory, { recursive: true, force: true });
});

const listed = async (prefix: string) => {
  const blobs = new S3Blobs({ ...place, endpoint: listEndpoint });
  const keys: string[] = [];
  for await (const { key: found, at } of blobs.list(prefix)) if (at <= new Date()) keys.push(found);
  return keys.sort();
};

describe('bytes kept by an S3 API', () => {
  it('come back as they went, are listed by company, and are gone when removed', async () => {
    const blobs = new S3Blobs({ ...place, endpoint });
    const [ours, theirs] = [newId(), newId()];
    const data = randomBytes(5 * 1024 * 1024);
    const keys = [`${ours}/ticketing/${newId()}`, `${ours}/ticketing/${newId()}`].sort();
    for (const one of keys) await blobs.put(one, data);
    await blobs.put(`${theirs}/ticketing/${newId()}`, data);
    expect(Buffer.from((await blobs.get(keys[0] ?? '')) ?? []).equals(data)).toBe(true);
    expect(await listed(`${ours}/ticketing/`)).toEqual(keys);
    await blobs.remove(keys[0] ?? '');
    expect(await blobs.get(keys[0] ?? '')).toBeUndefined();
    expect(await listed(`${ours}/ticketing/`)).toEqual(keys.slice(1));
  });

  it('a wrong secret is a fault of ours, a store that is away is not', async () => {
    const stranger = new S3Blobs({ ...place, endpoint, secret: 'wrong' });
    await expect(stranger.put(`${newId()}/ticketing/${newId()}`, jpeg())).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    const gone = new S3Blobs({ ...place, endpoint: 'http://127.0.0.1:1' });
    await expect(gone.get(newId())).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('half of the settings is refused at the start, without showing one', async () => {
    const half = { BLOB_S3_ENDPOINT: endpoint, BLOB_S3_SECRET: 'hidden' } as TicketingSettings;
    const refusal = await openBlobStore(half).catch((error: unknown) => (error as Error).message);
    expect(refusal).toContain('BLOB_S3_*');
    expect(refusal).not.toContain('hidden');
  });
});

describe('a service with its files in S3', () => {
  let test: TestService;

  beforeAll(async () => {
    test = await startDesk({
      ...{ BLOB_S3_ENDPOINT: endpoint, BLOB_S3_REGION: place.region, BLOB_S3_BUCKET: bucket },
      ...{ BLOB_S3_KEY: place.key, BLOB_S3_SECRET: place.secret },
    });
  }, 60_000);
  afterAll(() => test.stop());

  it('adds, gives out and removes', async () => {
    const home = await aHome(test, 'S3');
    const who = await aSpecialist(test);
    const { id: ticketId } = await deskOf(test, who).recordTicket(aComplaint(home));
    const files = test.client(TicketFilesService, who);
    const { id } = await files.addAttachment({ ticketId, name: 'a.jpg', file: { data: jpeg() } });
    expect(Buffer.from((await files.downloadAttachment({ ticketId, id })).data).equals(jpeg())).toBe(true);
    await files.removeAttachment({ ticketId, id });
    expect((await files.listAttachments({ ticketId })).attachments).toEqual([]);
  });
});
