import {
  DirectoryService,
  StaffPostsChangedSchema,
  TieKind,
  TiesChangedSchema,
  UnitsChangedSchema,
} from '@anju/contracts/directory';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { startService, type TestService } from '@anju/testing';
import type { Identity } from '@anju/tenancy';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { randomBytes } from 'node:crypto';
import writeXlsx from 'write-excel-file/node';
import { directory } from '../src/directory.module.js';

let test: TestService;
let tenantId: string;
let administratorId: string;
let estateId: string;
let admin: ReturnType<typeof as>;

const as = (who: Identity) => test.client(DirectoryService, who);

beforeAll(async () => {
  test = await startService(directory, { MASTER_KEY: randomBytes(32).toString('base64') });
  const company = {
    name: '安居',
    code: 'anju',
    administratorName: '高远',
    administratorEmail: 'gao@example.cn',
  };
  const tenant = await as(test.operator()).createTenant(company);
  [tenantId, administratorId] = [tenant.id, tenant.administratorId];
  admin = as(await test.staff([{ post: Post.ADMINISTRATOR }], tenantId));
  estateId = (await admin.createEstate({ name: '翠湖', code: 'CH' })).id;
}, 60_000);
afterAll(() => test.stop());

const csv = (...rows: string[]) => ({
  contentType: 'text/csv',
  data: new TextEncoder().encode(['小区,楼栋,单元,房号,面积,姓名,电话,身份', ...rows].join('\n')),
});

const staff = (post: Post, estateIds?: readonly string[]) =>
  test.staff([{ post, ...(estateIds ? { estateIds } : {}) }], tenantId);

describe('companies and posts', () => {
  it('a code is taken once among all companies', async () => {
    const again = as(test.operator()).createTenant({ name: '另一家', code: 'anju', administratorName: '某' });
    await expect(again).rejects.toMatchObject({ reason: 'directory.code_taken' });
  });

  it('posts are told whole, and ending one takes it away', async () => {
    const hired = await admin.createStaff({
      name: '林晓燕',
      posts: [{ post: Post.SERVICE_SPECIALIST, estateIds: [estateId] }],
    });
    const ended = await admin.endPost({ id: hired.id, assignmentId: hired.posts[0]?.id ?? '' });
    expect(ended.posts).toEqual([]);
    const told = (await test.told(StaffPostsChangedSchema)).filter(({ staffId }) => staffId === hired.id);
    expect(told.map(({ posts }) => posts.length)).toEqual([1, 0]);
  });

  it('the last administrator stays', async () => {
    const { staff: all } = await admin.listStaff({ post: Post.ADMINISTRATOR });
    const id = all[0]?.posts[0]?.id ?? '';
    const refused = admin.endPost({ id: administratorId, assignmentId: id });
    await expect(refused).rejects.toMatchObject({ reason: 'directory.last_administrator' });
  });

  it('hours on which no deadline could be computed are refused by their field', async () => {
    const frames = [{ weekday: 1, from: '12:00', to: '09:00' }];
    const bad = admin.createEstate({ name: '坏', code: 'BAD', workingWeek: { frames } });
    await expect(bad).rejects.toMatchObject({ reason: 'directory.week_invalid' });
    await expect(admin.createEstate({ name: '坏', code: 'BAD', zone: 'Mars/Olympus' })).rejects.toMatchObject(
      { reason: 'directory.zone_unknown' },
    );
  });
});

describe('a register', () => {
  it('is tried without a trace, then imported, and importing it again changes nothing', async () => {
    const file = csv(
      '翠湖,1,1,101,89.5,张伟,13900000001,业主',
      '翠湖,1,1,101,89.5,李娜,13900000002,使用人',
      '翠湖,1,1,102,90,,,',
    );
    expect(await admin.importRegister({ file, dryRun: true })).toMatchObject({
      unitCount: 2,
      personCount: 2,
      buildingCount: 1,
    });
    expect((await admin.listUnits({ estateId })).units).toHaveLength(0);
    expect(await admin.importRegister({ file })).toMatchObject({
      unitCount: 2,
      personCount: 2,
      badRowCount: 0,
    });
    expect(await admin.importRegister({ file })).toMatchObject({
      unitCount: 0,
      personCount: 0,
      changedCount: 0,
    });
    expect((await test.told(UnitsChangedSchema))[0]?.units).toHaveLength(2);
    expect((await test.told(TiesChangedSchema))[0]?.persons).toHaveLength(2);
  });

  it('with a bad row changes nothing and names row, column and rule', async () => {
    const file = csv('翠湖,2,1,201,80,王强,13900000003,业主', '翠湖,2,1,202,零,,,');
    const refused = admin.importRegister({ file });
    await expect(refused).rejects.toMatchObject({
      reason: 'directory.rows_bad',
      problem: { violations: [{ field: 'rows[3].面积', rule: 'area' }] },
    });
    expect((await admin.listUnits({ query: '2-1-201' })).units).toHaveLength(0);
  });

  it('may be a spreadsheet', async () => {
    const cell = (value: string) => ({ value, type: String });
    const rows = [['小区', '楼栋', '房号', '面积'].map(cell), ['CH', '3', '301', '77.25'].map(cell)];
    const xlsx = await writeXlsx(rows).toBuffer();
    const file = {
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      data: new Uint8Array(xlsx),
    };
    expect(await admin.importRegister({ file })).toMatchObject({ unitCount: 1, badRowCount: 0 });
    expect((await admin.listUnits({ query: '3-301' })).units[0]?.areaCentiM2).toBe(7725n);
  });

  it('whose cells a spreadsheet turned into dates or numbers says what to do about it', async () => {
    const rows = [
      ['小区', '楼栋', '房号', '面积', '电话', '姓名'].map((value) => ({ value, type: String })),
      [
        { value: '翠湖', type: String },
        { value: new Date('2026-01-02'), type: Date, format: 'yyyy-mm-dd' },
        { value: 401, type: Number },
        { value: 88.8, type: Number },
        { value: 13900000401, type: Number },
        { value: '周敏', type: String },
      ],
    ];
    const file = {
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      data: new Uint8Array(await writeXlsx(rows as never).toBuffer()),
    };
    const report = await admin.importRegister({ file, dryRun: true });
    expect(report.badRows.map(({ row, column, rule }) => [row, column, rule])).toEqual([[2, '楼栋', 'text']]);
  });

  it('that is no table at all, or one made to blow up, is refused in words', async () => {
    const unreadable = { reason: 'directory.file_unreadable' };
    const send = (data: Uint8Array) =>
      admin.importRegister({ file: { contentType: 'application/octet-stream', data } });
    await expect(send(randomBytes(5_000))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(400 * 1024 * 1024) });
    await expect(send(bomb)).rejects.toMatchObject(unreadable);
  });

  it('ends a tie when its kind changes and keeps the old one', async () => {
    const unit = (kind: string) => csv(`翠湖,5,1,501,80,吴刚,13900000501,${kind}`);
    await admin.importRegister({ file: unit('使用人') });
    expect(await admin.importRegister({ file: unit('业主') })).toMatchObject({
      unitCount: 0,
      personCount: 0,
    });
    const { units } = await admin.listUnits({ query: '5号楼1单元501室' });
    expect(units).toMatchObject([{ residents: [{ kind: TieKind.OWNER }] }]);
    const ties = await test.sql<{ kind: string; ended: boolean }>(
      'SELECT kind, to_at IS NOT NULL AS ended FROM tie WHERE unit_id = $1 ORDER BY id',
      [units[0]?.id],
    );
    expect(ties).toEqual([
      { kind: 'occupant', ended: true },
      { kind: 'owner', ended: false },
    ]);
  });

  it('of 50,000 units comes in whole', async () => {
    await admin.createEstate({ name: '大城', code: 'DC' });
    const rows = Array.from(
      { length: 50_000 },
      (_, n) => `大城,${n % 100},1,${Math.floor(n / 100)},88.8,业主${n},1380${String(n).padStart(7, '0')},`,
    );
    const begun = performance.now();
    expect(await admin.importRegister({ file: csv(...rows) })).toMatchObject({
      unitCount: 50_000,
      personCount: 50_000,
    });
    console.log(`50,000 units imported in ${Math.round(performance.now() - begun)} ms`);
  }, 150_000);
});

describe('personal data', () => {
  it('is sealed in the tables', async () => {
    const [row] = await test.sql<{ text: string }>(
      "SELECT string_agg(p::text, ' ') AS text FROM person p WHERE estate_ids = ARRAY[$1::uuid]",
      [estateId],
    );
    expect(row?.text).not.toMatch(/张伟|13900000001/);
  });

  it('is shown masked, found by exact phone, and in full only with a reason that is kept', async () => {
    const manager = as(await staff(Post.SERVICE_MANAGER));
    const { persons } = await manager.listPersons({ phone: '+86 139-0000-0001' });
    expect(persons).toMatchObject([{ name: '张*', phone: '139****0001', revealed: false }]);
    const id = persons[0]?.id ?? '';
    expect(await manager.revealPerson({ id, reason: '回访核对' })).toMatchObject({
      name: '张伟',
      phone: '13900000001',
    });
    const self = as(await test.resident([estateId], tenantId, id));
    expect((await self.listReveals({ personId: id })).reveals).toMatchObject([{ reason: '回访核对' }]);
    const guard = as(await staff(Post.SECURITY_GUARD));
    await expect(guard.revealPerson({ id, reason: '看看' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('stays in its estate and its company', async () => {
    const { persons } = await as(await staff(Post.SERVICE_MANAGER)).listPersons({ phone: '13900000001' });
    const id = persons[0]?.id ?? '';
    const elsewhere = as(await staff(Post.SERVICE_MANAGER, [newId()]));
    await expect(elsewhere.getPerson({ id })).rejects.toMatchObject({ reason: 'not_found' });
    const stranger = as(await test.staff([{ post: Post.SERVICE_MANAGER }]));
    await expect(stranger.getPerson({ id })).rejects.toMatchObject({ reason: 'not_found' });
    const neighbour = as(await test.resident([estateId], tenantId));
    await expect(neighbour.getPerson({ id })).rejects.toMatchObject({ reason: 'not_found' });
    expect(
      (await neighbour.listUnits({ estateId })).units.every(({ residents }) => residents.length === 0),
    ).toBe(true);
  });

  it('is reachable for a delivery, by services only', async () => {
    const contact = await as(test.peer()).getContact({ subjectId: administratorId }, { tenantId });
    expect(contact).toMatchObject({ name: '高远', email: 'gao@example.cn' });
    await expect(admin.getContact({ subjectId: administratorId })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('lies behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
