import { Post } from '@anju/contracts/options';
import { DeskListsService, TicketState } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { TestService } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDesk } from './desk.js';

let test: TestService;
const listsOf = async (post: Post, tenantId?: string) =>
  test.client(DeskListsService, await test.staff([{ post }], tenantId));
const ofSpecialist = () => listsOf(Post.SERVICE_SPECIALIST);
const ofManager = () => listsOf(Post.SERVICE_MANAGER);

beforeAll(async () => {
  test = await startDesk();
}, 60_000);
afterAll(() => test.stop());

describe('saved filters', () => {
  it('keep the filters of the list and nothing of the page', async () => {
    const mine = await ofSpecialist();
    const estateId = newId();
    const filter = {
      estateId,
      states: [TicketState.NEW],
      query: '漏水',
      activeOnly: true,
      categories: ['lift'],
    };
    const page = { pageSize: 7, pageToken: 'x', readMask: { paths: ['tickets.id'] } };
    const saved = await mine.createSavedFilter({ name: ' 我的漏水 ', filter: { ...filter, ...page } });
    expect(saved).toMatchObject({ name: '我的漏水', shared: false, etag: '1', filter });
    const { filters } = await mine.listSavedFilters({});
    expect(filters).toEqual([saved]);
    expect(filters[0]?.filter).toMatchObject({ pageSize: 0, pageToken: '' });
    expect(filters[0]?.filter?.readMask).toBeUndefined();
  });

  it('refuse what the list would refuse, by its path', async () => {
    const mine = await ofSpecialist();
    const refused = (request: object) => expect(mine.createSavedFilter({ name: 'n', ...request })).rejects;
    await refused({ filter: { estateId: 'x' } }).toMatchObject({
      problem: { violations: [{ field: 'filter.estateId' }] },
    });
    await refused({ filter: { query: '水'.repeat(101) } }).toMatchObject({ reason: 'invalid_request' });
    await refused({}).toMatchObject({ reason: 'invalid_request' });
    await refused({ name: '  ', filter: {} }).toMatchObject({ reason: 'invalid_request' });
  });

  it('are seen by their owner only, until a manager shares them', async () => {
    const [mine, yours, manager] = [await ofSpecialist(), await ofSpecialist(), await ofManager()];
    const { id } = await mine.createSavedFilter({ name: '私有', filter: {} });
    const names = async (lists: typeof mine) =>
      (await lists.listSavedFilters({})).filters.map(({ name }) => name);
    expect(await names(yours)).toEqual([]);
    for (const lists of [yours, manager, await listsOf(Post.SERVICE_MANAGER, test.otherTenantId)]) {
      await expect(lists.updateSavedFilter({ id, name: 'x' })).rejects.toMatchObject({ reason: 'not_found' });
      await expect(lists.deleteSavedFilter({ id })).rejects.toMatchObject({ reason: 'not_found' });
    }
    await expect(mine.updateSavedFilter({ id, shared: true })).rejects.toMatchObject({ reason: 'forbidden' });
    const shared = await manager.createSavedFilter({ name: '全公司', filter: {}, shared: true });
    expect(await names(yours)).toEqual(['全公司']);
    await expect(yours.updateSavedFilter({ id: shared.id, name: 'x' })).rejects.toMatchObject({
      reason: 'forbidden',
    });
    await expect(yours.deleteSavedFilter({ id: shared.id })).rejects.toMatchObject({ reason: 'forbidden' });
    const other = await ofManager();
    expect(await other.updateSavedFilter({ id: shared.id, name: '公司' })).toMatchObject({ etag: '2' });
    await expect(other.updateSavedFilter({ id: shared.id, shared: false })).rejects.toMatchObject({
      reason: 'forbidden',
    });
    expect(await names(await listsOf(Post.SERVICE_MANAGER, test.otherTenantId))).toEqual([]);
    await other.deleteSavedFilter({ id: shared.id });
    expect(await names(yours)).toEqual([]);
  });

  it('change with a version and have names of their own', async () => {
    const mine = await ofSpecialist();
    const { id } = await mine.createSavedFilter({ name: '甲', filter: { unassigned: true } });
    await mine.createSavedFilter({ name: '乙', filter: {} });
    await expect(mine.createSavedFilter({ name: '甲', filter: {} })).rejects.toMatchObject({
      reason: 'ticketing.filter_name_taken',
      code: 'FAILED_PRECONDITION',
    });
    await expect(mine.updateSavedFilter({ id, name: '乙' })).rejects.toMatchObject({
      reason: 'ticketing.filter_name_taken',
    });
    const changed = await mine.updateSavedFilter({ id, etag: '1', name: '丙' });
    expect(changed).toMatchObject({ name: '丙', etag: '2', filter: { unassigned: true } });
    await expect(mine.updateSavedFilter({ id, etag: '1', name: '丁' })).rejects.toMatchObject({
      reason: 'stale',
    });
    await expect(mine.deleteSavedFilter({ id, etag: '1' })).rejects.toMatchObject({ reason: 'stale' });
    await mine.deleteSavedFilter({ id });
    expect((await mine.listSavedFilters({})).filters.map(({ name }) => name)).toEqual(['乙']);
  });

  it('are fifty at most, also when many are saved at once', async () => {
    const mine = await ofSpecialist();
    const all = await Promise.allSettled(
      Array.from({ length: 53 }, (_, index) => mine.createSavedFilter({ name: `第${index}个`, filter: {} })),
    );
    const refused = all
      .filter((one) => one.status === 'rejected')
      .map((one) => one.reason as { reason: string });
    expect(refused.map(({ reason }) => reason)).toEqual(Array(3).fill('ticketing.filters_full'));
  });

  it('are for the desk', async () => {
    const guard = await listsOf(Post.SECURITY_GUARD);
    await expect(guard.listSavedFilters({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const owner = test.client(DeskListsService, await test.resident([newId()]));
    await expect(owner.listSavedFilters({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(test.client(DeskListsService).listSavedFilters({})).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await test.wall()).toEqual([]);
  });
});
