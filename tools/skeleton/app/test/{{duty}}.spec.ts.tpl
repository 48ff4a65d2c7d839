import { {{Duty}}Service, {{Noun}}OpenedSchema } from '@anju/contracts/{{duty}}';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { startService, type TestService } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { {{duty}} } from '../src/{{duty}}.module.js';

let test: TestService;
const estateId = newId();

beforeAll(async () => {
  test = await startService({{duty}});
}, 60_000);
afterAll(() => test.stop());

const manager = (tenantId = test.tenantId) => test.staff([{ post: Post.SERVICE_MANAGER }], tenantId);

describe('{{duty}}', () => {
  it('opens a {{noun}}, tells it and reads it back', async () => {
    const client = test.client({{Duty}}Service, await manager());
    const opened = await client.create{{Noun}}({ estateId, title: '一' });
    expect(opened).toMatchObject({ title: '一', etag: '1' });
    expect(await client.get{{Noun}}({ id: opened.id })).toEqual(opened);
    const told = await test.told({{Noun}}OpenedSchema);
    expect(told.map((event) => event.{{noun}}Id)).toContain(opened.id);
  });

  it('refuses a blank title and keeps nothing', async () => {
    const client = test.client({{Duty}}Service, await manager());
    const blank = client.create{{Noun}}({ estateId, title: ' ' });
    await expect(blank).rejects.toMatchObject({ reason: '{{duty}}.title_missing' });
  });

  it('shows nothing to another company, and nothing to a post that has no part in it', async () => {
    const { id } = await test.client({{Duty}}Service, await manager()).create{{Noun}}({ estateId, title: '一' });
    const stranger = test.client({{Duty}}Service, await manager(test.otherTenantId));
    await expect(stranger.get{{Noun}}({ id })).rejects.toMatchObject({ reason: 'not_found' });
    const guard = test.client({{Duty}}Service, await test.staff([{ post: Post.SECURITY_GUARD }]));
    await expect(guard.get{{Noun}}({ id })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('keeps every table behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
