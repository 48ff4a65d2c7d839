import { FileNameSchema, Post } from '@anju/contracts/options';
import {
  type Attachment,
  AttachmentAddedSchema,
  AttachmentRemovedSchema,
  TicketFilesService,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { eventually, type TestService } from '@anju/testing';
import type { Identity } from '@anju/tenancy';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SweepAttachments } from '../src/app/sweep-attachments.js';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';
import { jpeg, png, samples } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'anju-blobs-'));

let test: TestService;
let home: Home;
let specialist: Identity;
let owner: Identity;
let ticketId: string;

const filesOf = (who: Identity) => test.client(TicketFilesService, who);
const stored = (tenantId = test.tenantId) =>
  readdir(join(folder, tenantId, 'ticketing')).catch(() => [] as string[]);
const pathOf = ({ id }: Attachment) => join(folder, test.tenantId, 'ticketing', id);

const aTicket = async (change: object = {}) =>
  (await deskOf(test, specialist).recordTicket(aComplaint(home, change))).id;

const aPhoto = (change: object = {}) => ({
  ticketId,
  name: '漏水.jpg',
  file: { contentType: 'image/jpeg', data: jpeg() },
  ...change,
});

const rowsOf = async (id: string) => test.sql('SELECT 1 FROM ticket_file WHERE ticket_id = $1', [id]);

/** The case has so many files already, as far as its rows say. */
const fill = (id: string, count: number, bytes: number) =>
  test.sql(
    `INSERT INTO ticket_file SELECT tenant_id, gen_random_uuid(), id, estate_id, requester_id, 'x.jpg', 'image/jpeg',
       $3, repeat('0', 64), gen_random_uuid(), now() FROM ticket, generate_series(1, $2) WHERE id = $1`,
    [id, count, bytes],
  );

beforeAll(async () => {
  test = await startDesk({ BLOB_DIR: folder });
  home = await aHome(test, 'AT');
  specialist = await aSpecialist(test);
  owner = await test.resident([home.estateId], test.tenantId, home.ownerId);
  ticketId = await aTicket();
}, 60_000);
afterAll(async () => {
  await test.stop();
  await rm(folder, { recursive: true });
});

describe('adding and reading', () => {
  it.each(samples)('%s comes back byte for byte as %s', async (name, mediaType, data) => {
    const id = await aTicket();
    const added = await filesOf(owner).addAttachment({ ticketId: id, name, file: { data } });
    expect(added).toMatchObject({ name, mediaType, sizeBytes: BigInt(data.length), removable: true });
    expect(added.sha256).toBe(createHash('sha256').update(data).digest('hex'));
    const got = await filesOf(specialist).downloadAttachment({ ticketId: id, id: added.id });
    expect(Buffer.from(got.data).equals(data)).toBe(true);
    expect(got.contentType).toBe(mediaType);
    expect(got.extensions.map((any) => anyUnpack(any, FileNameSchema)?.name)).toEqual([name]);
  });

  it('twenty mebibytes go and come back, one byte more does not', async () => {
    const data = Buffer.concat([jpeg(), randomBytes(20 * 1024 * 1024 - jpeg().length)]);
    const added = await filesOf(specialist).addAttachment(aPhoto({ file: { data } }));
    const got = await filesOf(owner).downloadAttachment({ ticketId, id: added.id });
    expect(Buffer.from(got.data).equals(data)).toBe(true);
    const over = aPhoto({ file: { data: Buffer.concat([data, Buffer.of(0)]) } });
    await expect(filesOf(specialist).addAttachment(over)).rejects.toMatchObject({
      reason: 'ticketing.file_too_large',
      problem: { violations: [{ field: 'file', rule: 'max_bytes' }] },
    });
  });

  it('is told by ids, size and kind alone, and the requester sees it in the timeline', async () => {
    const id = await aTicket();
    const added = await filesOf(owner).addAttachment(aPhoto({ ticketId: id }));
    await filesOf(owner).removeAttachment({ ticketId: id, id: added.id });
    const facts = { attachmentId: added.id, ticketId: id, estateId: home.estateId, mediaType: 'image/jpeg' };
    const [told] = (await test.told(AttachmentAddedSchema)).filter((event) => event.ticketId === id);
    expect(told).toMatchObject({ ...facts, requesterId: home.ownerId, sizeBytes: added.sizeBytes });
    expect(await test.told(AttachmentRemovedSchema)).toContainEqual(expect.objectContaining(facts));
    const { entries } = await deskOf(test, owner).getTimeline({ id });
    expect(entries.map(({ type }) => type).slice(-2)).toEqual(['AttachmentAdded', 'AttachmentRemoved']);
    expect(JSON.stringify(entries.map(({ note, detail }) => [note, detail]))).not.toContain('漏水');
  });

  it('pages oldest first', async () => {
    const id = await aTicket();
    for (const name of ['1.jpg', '2.jpg', '3.jpg']) {
      await filesOf(specialist).addAttachment(aPhoto({ ticketId: id, name }));
    }
    const first = await filesOf(owner).listAttachments({ ticketId: id, pageSize: 2 });
    const pageToken = first.nextPageToken;
    const second = await filesOf(owner).listAttachments({ ticketId: id, pageSize: 2, pageToken });
    expect(second.nextPageToken).toBe('');
    const names = [...first.attachments, ...second.attachments].map(({ name }) => name);
    expect(names).toEqual(['1.jpg', '2.jpg', '3.jpg']);
    await expect(filesOf(owner).listAttachments({ ticketId, pageToken })).rejects.toMatchObject({
      reason: 'page_token',
    });
  });
});

describe('who may', () => {
  it('another estate, another company and a neighbour see nothing, and foreign looks like unknown', async () => {
    const { id } = await filesOf(owner).addAttachment(aPhoto());
    const other = await aHome(test, 'OT');
    const strangers = [
      await aSpecialist(test, [other.estateId]),
      await aSpecialist(test, undefined, test.otherTenantId),
      await test.resident([home.estateId]),
    ];
    for (const who of strangers) {
      const files = filesOf(who);
      for (const one of [ticketId, newId()]) {
        const calls = [
          () => files.listAttachments({ ticketId: one }),
          () => files.downloadAttachment({ ticketId: one, id }),
          () => files.removeAttachment({ ticketId: one, id }),
          () => files.addAttachment(aPhoto({ ticketId: one })),
        ];
        for (const call of calls) await expect(call()).rejects.toMatchObject({ reason: 'not_found' });
      }
    }
  });

  it('a file is found under its own case only', async () => {
    const { id } = await filesOf(owner).addAttachment(aPhoto());
    const elsewhere = { ticketId: await aTicket(), id };
    await expect(filesOf(owner).downloadAttachment(elsewhere)).rejects.toMatchObject({ reason: 'not_found' });
    await expect(filesOf(owner).removeAttachment(elsewhere)).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('leadership reads and does not add; nobody without a post does either', async () => {
    const leader = filesOf(await test.staff([{ post: Post.LEADERSHIP }]));
    expect((await leader.listAttachments({ ticketId })).attachments.length).toBeGreaterThan(0);
    await expect(leader.addAttachment(aPhoto())).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const nobody = filesOf(await test.staff([]));
    await expect(nobody.listAttachments({ ticketId })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('a department reads the files of a case it was asked to help with, in its estate, and of no other', async () => {
    const id = await aTicket({ anonymous: true });
    const { id: fileId } = await filesOf(owner).addAttachment(aPhoto({ ticketId: id }));
    const guard = filesOf(await test.staff([{ post: Post.SECURITY_GUARD }]));
    const elsewhere = filesOf(await test.staff([{ post: Post.SECURITY_GUARD, estateIds: [newId()] }]));
    const keeper = filesOf(await test.staff([{ post: Post.ORDER_KEEPER }]));
    const refused = { reason: 'not_found' };
    await expect(guard.listAttachments({ ticketId: id })).rejects.toMatchObject(refused);
    const desk = deskOf(test, specialist);
    await desk.assignTicket({ id, assigneeId: specialist.subjectId });
    await desk.requestCommitment({ id, department: Post.SECURITY_GUARD, request: '巡查' });
    const { attachments } = await guard.listAttachments({ ticketId: id });
    // The requester wants to stay unnamed to departments.
    expect(attachments).toMatchObject([{ id: fileId, adderId: '', removable: false }]);
    expect((await guard.downloadAttachment({ ticketId: id, id: fileId })).data.length).toBe(jpeg().length);
    for (const files of [elsewhere, keeper])
      await expect(files.downloadAttachment({ ticketId: id, id: fileId })).rejects.toMatchObject(refused);
    await expect(guard.addAttachment(aPhoto({ ticketId: id }))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('only who added a file removes it, and only while the case is open', async () => {
    const id = await aTicket();
    const [mine, kept] = [
      await filesOf(owner).addAttachment(aPhoto({ ticketId: id })),
      await filesOf(owner).addAttachment(aPhoto({ ticketId: id })),
    ];
    await expect(filesOf(specialist).removeAttachment({ ticketId: id, id: mine.id })).rejects.toMatchObject({
      reason: 'ticketing.file_not_yours',
    });
    await filesOf(owner).removeAttachment({ ticketId: id, id: mine.id });
    await eventually(async () => !(await stored()).includes(mine.id));
    await expect(filesOf(owner).downloadAttachment({ ticketId: id, id: mine.id })).rejects.toMatchObject({
      reason: 'not_found',
    });
    await deskOf(test, specialist).cancelTicket({ id, reason: '撤回' });
    const ended = { reason: 'ticketing.file_case_ended' };
    await expect(filesOf(owner).removeAttachment({ ticketId: id, id: kept.id })).rejects.toMatchObject(ended);
    await expect(filesOf(owner).addAttachment(aPhoto({ ticketId: id }))).rejects.toMatchObject(ended);
    expect((await filesOf(owner).listAttachments({ ticketId: id })).attachments).toMatchObject([
      { id: kept.id, removable: false },
    ]);
  });
});

describe('what is refused leaves nothing', () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>');

  it.each([
    ['a page', { file: { data: page } }, 'ticketing.file_type', 'file', 'kind'],
    ['an empty file', { file: { data: Buffer.alloc(0) } }, 'ticketing.file_empty', 'file', 'not_empty'],
    ['a missing file', { file: undefined }, 'invalid_request', 'file', 'required'],
    ['a name too long', { name: `${'x'.repeat(200)}.jpg` }, 'invalid_request', 'name', 'string.max_len'],
    ['a path', { name: '../../x.jpg' }, 'ticketing.file_name', 'name', 'path'],
    [
      'a photo that is said to be a page',
      { file: { contentType: 'text/html', data: jpeg() } },
      ...(['ticketing.file_type_differs', 'file.contentType', 'content'] as const),
    ],
    [
      'a photo with a page inside',
      { file: { data: Buffer.concat([jpeg(), page]) } },
      ...(['ticketing.file_hides', 'file', 'markup'] as const),
    ],
  ])('%s', async (_, change, reason, field, rule) => {
    const [rows, blobs] = [await rowsOf(ticketId), await stored()];
    await expect(filesOf(specialist).addAttachment(aPhoto(change))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason,
      problem: { violations: [{ field, rule }] },
    });
    expect(await rowsOf(ticketId)).toHaveLength(rows.length);
    expect(await stored()).toEqual(blobs);
  });

  it.each([
    ['the thirty-first file', 30, 1, 'ticketing.files_too_many', 'max_files'],
    ['more than 200 MiB in all', 10, 20 * 1024 * 1024, 'ticketing.files_too_large', 'max_case_bytes'],
  ])('%s of a case', async (_, count, bytes, reason, rule) => {
    const id = await aTicket();
    await fill(id, count, bytes);
    const blobs = await stored();
    await expect(filesOf(specialist).addAttachment(aPhoto({ ticketId: id }))).rejects.toMatchObject({
      reason,
      problem: { violations: [{ field: 'file', rule }] },
    });
    expect(await rowsOf(id)).toHaveLength(count);
    expect(await stored()).toEqual(blobs);
  });

  it('also the thirty-first of several that come at once', async () => {
    const id = await aTicket();
    await fill(id, 28, 1);
    const coming = Array.from({ length: 4 }, () =>
      filesOf(specialist).addAttachment(aPhoto({ ticketId: id })),
    );
    const states = (await Promise.allSettled(coming)).map(({ status }) => status).sort();
    expect(states).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  });
});

describe('bytes and rows', () => {
  it('the same key twice is one file', async () => {
    const id = await aTicket();
    const options = { idempotencyKey: newId() };
    const photo = aPhoto({ ticketId: id });
    const both = await Promise.all([1, 2].map(() => filesOf(owner).addAttachment(photo, options)));
    expect(both[0]?.id).toBe(both[1]?.id);
    expect(await rowsOf(id)).toHaveLength(1);
    const other = filesOf(owner).addAttachment(aPhoto({ ticketId: id, name: 'b.jpg' }), options);
    await expect(other).rejects.toMatchObject({ reason: 'key_reused' });
  });

  it('are written before the row, whole, for this service alone', async () => {
    const added = await filesOf(owner).addAttachment(aPhoto());
    expect((await stat(pathOf(added))).mode & 0o777).toBe(0o600);
    expect((await stored()).filter((name) => name.length !== 36)).toEqual([]);
  });

  it('a disk that fails leaves no row, and the same request works once it is back', async () => {
    const tenantId = test.otherTenantId;
    const theirs = await aHome(test, 'DF', tenantId);
    const who = await aSpecialist(test, undefined, tenantId);
    const { id } = await deskOf(test, who).recordTicket(aComplaint(theirs));
    const [photo, options] = [aPhoto({ ticketId: id }), { idempotencyKey: newId() }];
    await writeFile(join(folder, tenantId), 'no folder');
    await expect(filesOf(who).addAttachment(photo, options)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      reason: 'unavailable',
    });
    expect(await rowsOf(id)).toHaveLength(0);
    expect((await test.told(AttachmentAddedSchema)).filter((event) => event.ticketId === id)).toEqual([]);
    await rm(join(folder, tenantId));
    await filesOf(who).addAttachment(photo, options);
    expect(await stored(tenantId)).toHaveLength(1);
  });

  it('that are not what came, or are gone, are not given out', async () => {
    const added = await filesOf(owner).addAttachment(aPhoto());
    await writeFile(pathOf(added), png());
    const damaged = { reason: 'ticketing.file_damaged' };
    const again = () => filesOf(owner).downloadAttachment({ ticketId, id: added.id });
    await expect(again()).rejects.toMatchObject(damaged);
    await rm(pathOf(added));
    await expect(again()).rejects.toMatchObject(damaged);
  });

  it('without a row are swept after a week, and nothing else is', async () => {
    const added = await filesOf(owner).addAttachment(aPhoto());
    const orphans = [newId(), `${newId()}.${newId()}`];
    for (const name of orphans) await writeFile(join(folder, test.tenantId, 'ticketing', name), 'left');
    await mkdir(join(folder, newId(), 'ticketing'), { recursive: true });
    const sweep = test.service.app.get(SweepAttachments);
    expect(await sweep.run(new Date())).toBe(0);
    expect(await sweep.run(new Date(Date.now() + 8 * 86_400_000))).toBeGreaterThanOrEqual(2);
    expect((await stored()).filter((name) => orphans.includes(name))).toEqual([]);
    expect((await filesOf(owner).downloadAttachment({ ticketId, id: added.id })).data.length).toBe(
      jpeg().length,
    );
  });

  it('keeps every table behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
