import { Post } from '@anju/contracts/options';
import { Channel, TicketKind } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aCompany, type Company, refused, soon, url } from './company.js';

/** The smallest picture that says it is one. */
const photo = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffd9', 'hex');

let ours: Company;
let theirs: Company;
let ticketId: string;
let fileId: string;

const address = () => `${url}/v1/tickets/${ticketId}/attachments`;
const bearer = (login: string, company = ours) => ({ authorization: `Bearer ${company.as(login).token}` });

const upload = (name: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${address()}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { ...bearer('owner'), 'content-type': 'image/jpeg', ...headers },
    body,
  });

interface Problem {
  readonly reason: string;
  readonly title: string;
  readonly violations?: readonly { readonly field: string; readonly rule: string }[];
}

const problemOf = async (answer: Response) => ({
  http: answer.status,
  ...((await answer.json()) as Problem),
});

beforeAll(async () => {
  [ours, theirs] = [await aCompany(), await aCompany()];
  const complaint = { kind: TicketKind.COMPLAINT, channel: Channel.APP, subject: '厨房漏水' };
  const { estateId, unitId } = ours;
  const { ticketing } = ours.as('owner');
  ({ id: ticketId } = await soon(() => ticketing.recordTicket({ estateId, unitId, ...complaint })));
}, 180_000);

describe('a photo with a complaint', () => {
  it('is added by the owner', async () => {
    const answer = await upload('厨房 漏水.jpg', photo, { 'idempotency-key': newId() });
    const added = (await answer.json()) as { id: string };
    expect(answer.status).toBe(200);
    expect(added).toMatchObject({ name: '厨房 漏水.jpg', mediaType: 'image/jpeg', removable: true });
    fileId = added.id;
  });

  it('is downloaded by the specialist, byte for byte, as a file and never as a page', async () => {
    const answer = await fetch(`${address()}/${fileId}:download`, { headers: bearer('specialist') });
    expect(Buffer.from(await answer.arrayBuffer()).equals(photo)).toBe(true);
    const headers = ['content-type', 'content-disposition', 'x-content-type-options'];
    expect(headers.map((name) => answer.headers.get(name))).toEqual([
      'image/jpeg',
      `attachment; filename="__ __.jpg"; filename*=UTF-8''%E5%8E%A8%E6%88%BF%20%E6%BC%8F%E6%B0%B4.jpg`,
      'nosniff',
    ]);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('is seen by the guard once he was asked to help', async () => {
    const guard = ours.as('guard').files;
    expect(await refused(guard.listAttachments({ ticketId }))).toMatchObject({ status: 404 });
    const { ticketing } = ours.as('specialist');
    await ticketing.assignTicket({ id: ticketId, assigneeId: ours.staffIds.get('specialist') ?? '' });
    await ticketing.requestCommitment({ id: ticketId, department: Post.SECURITY_GUARD, request: '查看' });
    expect((await guard.listAttachments({ ticketId })).attachments).toMatchObject([{ id: fileId }]);
    const { data, contentType } = await guard.downloadAttachment({ ticketId, id: fileId });
    expect([Buffer.from(data).equals(photo), contentType]).toEqual([true, 'image/jpeg']);
    const facility = ours.as('facility').files.downloadAttachment({ ticketId, id: fileId });
    expect(await refused(facility)).toMatchObject({ status: 404 });
  });

  it('is nothing to the other company', async () => {
    const path = `${address()}/${fileId}`;
    for (const [method, end] of [
      ['GET', ':download'],
      ['DELETE', ''],
    ] as const) {
      const answer = await fetch(path + end, { method, headers: bearer('specialist', theirs) });
      expect([method, answer.status]).toEqual([method, 404]);
    }
  });

  it('is removed by nobody but the owner, and stays in the timeline', async () => {
    const other = ours.as('specialist').files.removeAttachment({ ticketId, id: fileId });
    expect(await refused(other)).toMatchObject({ status: 403, reason: 'ticketing.file_not_yours' });
    await ours.as('owner').files.removeAttachment({ ticketId, id: fileId });
    const { entries } = await ours.as('owner').ticketing.getTimeline({ id: ticketId });
    const types = entries.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['AttachmentAdded', 'AttachmentRemoved']));
  });
});

describe('a bad file says what is wrong', () => {
  it.each([
    { what: 'a page called a photo', body: '<html><script>', reason: 'ticketing.file_type' },
    { what: 'an empty one', body: '', reason: 'ticketing.file_empty' },
    { what: 'a path', name: '../a.jpg', reason: 'ticketing.file_name', field: 'name' },
    { what: 'another ending', name: 'a.png', reason: 'ticketing.file_type_differs', field: 'name' },
    { what: 'no name', name: '', reason: 'invalid_request', field: 'name' },
    {
      what: 'a type of something else',
      type: 'image/png',
      reason: 'ticketing.file_type_differs',
      field: 'file.contentType',
    },
    { what: 'more than 20 MiB', body: Buffer.alloc(20 * 1024 * 1024 + 1), http: 413, reason: 'too_large' },
  ])(
    '$what',
    async ({ name = 'a.jpg', body = photo, type = 'image/jpeg', http = 400, reason, field = 'file' }) => {
      const problem = await problemOf(await upload(name, body, { 'content-type': type }));
      expect(problem).toMatchObject({ http, reason });
      expect(problem.violations?.map((one) => one.field)).toContain(field);
      expect(problem.title).not.toBe('');
      expect((await ours.as('owner').files.listAttachments({ ticketId })).attachments).toEqual([]);
    },
  );

  it('a type that is no file here is refused before it is read, and so is nobody', async () => {
    for (const type of ['text/html', 'application/json', 'multipart/form-data', 'image/svg+xml'])
      expect(await problemOf(await upload('a.jpg', photo, { 'content-type': type }))).toMatchObject({
        http: 415,
      });
    expect((await upload('a.jpg', photo, { authorization: '' })).status).toBe(401);
  });

  it('a file is no JSON: other routes do not take one', async () => {
    const headers = { ...bearer('owner'), 'content-type': 'text/csv' };
    const answer = await fetch(`${url}/v1/tickets`, { method: 'POST', headers, body: 'a,b' });
    expect(answer.status).toBe(415);
  });

  it('the contract shows what is binary', async () => {
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
      paths: Record<
        string,
        Record<string, { requestBody?: { content: object }; responses: Record<string, { content: object }> }>
      >;
    };
    const add = paths['/v1/tickets/{ticket_id}/attachments']?.['post'];
    expect(Object.keys(add?.requestBody?.content ?? {})).toContain('image/heic');
    const download = paths['/v1/tickets/{ticket_id}/attachments/{id}:download']?.['get'];
    expect(download?.responses['200']?.content).toEqual({
      '*/*': { schema: { type: 'string', contentEncoding: 'binary' } },
    });
  });
});
