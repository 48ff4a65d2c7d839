import { Post } from '@anju/contracts/options';
import {
  Channel,
  PromiseState,
  RequesterNoticeRequestedSchema,
  TicketKind,
  TicketRecordedSchema,
  TicketsExportedSchema,
  TicketsImportedSchema,
  TicketState,
  TicketTransferService,
} from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { type Cell, readSheet } from '@anju/sheets';
import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import writeXlsx from 'write-excel-file/node';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let other: Home;
let specialist: Identity;
let manager: ReturnType<typeof transferOf>;
let desk: ReturnType<typeof deskOf>;

const transferOf = (who: Identity) => test.client(TicketTransferService, who);
const holder = (post: Post, estateIds?: readonly string[], tenantId?: string) =>
  test.staff([{ post, ...(estateIds ? { estateIds } : {}) }], tenantId);

beforeAll(async () => {
  test = await startDesk();
  [home, other] = [await aHome(test, 'LH'), await aHome(test, 'QT')];
  specialist = await aSpecialist(test);
  desk = deskOf(test, specialist);
  manager = transferOf(await holder(Post.SERVICE_MANAGER));
}, 60_000);
afterAll(() => test.stop());

const heading = '编号,小区,类型,投诉内容,创建时间,解决时间,关闭时间,状态,满意度,房号,联系电话';
const csv = (...rows: string[]) => ({
  contentType: 'text/csv',
  data: new TextEncoder().encode([heading, ...rows].join('\n')),
});

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function sheetOf(data: Uint8Array): Promise<(readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  await readSheet(data, { mostRows: 60_000, longestCell: 10_000 }, (row) => rows.push(row));
  return rows;
}

const count = async (where = 'true') =>
  Number((await test.sql<{ n: string }>(`SELECT count(*) AS n FROM ticket WHERE ${where}`))[0]?.n);

describe('importing cases of another system', () => {
  const file = () =>
    csv(
      'T-1,LH,投诉,电梯异响,2024-05-06 9:05,2024-05-07 10:00,2024-05-08,已关闭,5,1号楼101室,13900000001',
      'T-2,LH,咨询,停车费怎么交,2024年12月31日 23:30,2025-01-02 8:00,,,,,',
      'T-3,LH,建议,加装充电桩,2025/1/1,,,处理中,,,',
    );

  it('is tried without a trace, and says which heading was taken for what', async () => {
    const report = await manager.importTickets({ file: file(), dryRun: true });
    expect(report).toMatchObject({ rowCount: 3, newCount: 3, knownCount: 0, openCount: 1, badRowCount: 0 });
    expect(report.columns.map(({ heading: name, field, reason }) => `${name} ${field}${reason}`)).toEqual([
      ...['编号 externalNumber', '小区 estate', '类型 kind', '投诉内容 description', '创建时间 createTime'],
      ...['解决时间 resolveTime', '关闭时间 closeTime', '状态 state', '满意度 satisfaction', '房号 unit'],
      '联系电话 personal',
    ]);
    expect(report.columns.at(-1)?.message).toContain('个人信息');
    expect(await count()).toBe(0);
  });

  it('says in a trial what is missing, and refuses it otherwise', async () => {
    const data = new TextEncoder().encode('工单\n1\n');
    const report = await manager.importTickets({ file: { contentType: 'text/csv', data }, dryRun: true });
    expect(report.missingFields).toEqual(['externalNumber', 'estate', 'kind', 'createTime', 'subject']);
    await expect(manager.importTickets({ file: { contentType: 'text/csv', data } })).rejects.toMatchObject({
      reason: 'ticketing.columns_missing',
    });
  });

  it('with a bad row changes nothing and names row, column and rule', async () => {
    const bad = csv(
      'T-1,LH,投诉,好的一行,2024-05-06,,,,,,',
      'T-2,NO,报修,坏的,昨天,,,,,,',
      'T-1,LH,投诉,重复,2024-05-06,,,,,,',
    );
    const named = ['rows[3].小区', 'rows[3].类型', 'rows[3].创建时间', 'rows[4].编号'];
    await expect(manager.importTickets({ file: bad })).rejects.toMatchObject({
      reason: 'ticketing.rows_bad',
      problem: { details: { count: '2' }, violations: named.map((field) => ({ field })) },
    });
    const trial = await manager.importTickets({ file: bad, dryRun: true }, { language: 'en' });
    expect(trial.badRows[0]).toMatchObject({ row: 3, column: '小区', rule: 'known' });
    expect(trial.badRows[0]?.message).toContain('no estate "NO"');
    expect(await count()).toBe(0);
  });

  it('brings what ended as history and promises what is open', async () => {
    expect(await manager.importTickets({ file: file() })).toMatchObject({ newCount: 3, openCount: 1 });
    const { tickets } = await desk.listTickets({ estateId: home.estateId });
    expect(tickets.map(({ externalNumber, number, state }) => [externalNumber, number, state])).toEqual([
      // By when they were recorded, in the estate's year: T-2 came half an hour before the new year.
      ['T-3', 'LH-2025-000001', TicketState.NEW],
      ['T-2', 'LH-2024-000002', TicketState.CLOSED],
      ['T-1', 'LH-2024-000001', TicketState.CLOSED],
    ]);
    const [open, , closed] = tickets;
    expect(closed).toMatchObject({
      ...{ promises: [], notices: [], channel: Channel.IMPORT, unitId: home.unitId, externalSatisfaction: 5 },
      ...{ requesterId: '', kind: TicketKind.COMPLAINT, subject: '电梯异响' },
    });
    expect(closed?.createTime && timestampDate(closed.createTime)).toEqual(new Date('2024-05-06T01:05:00Z'));
    expect(open?.promises.map(({ state }) => state)).toEqual(Array(3).fill(PromiseState.OPEN));
    expect(open?.promises.every(({ dueTime }) => dueTime && timestampDate(dueTime) > new Date())).toBe(true);
    const told = await test.told(TicketsImportedSchema);
    expect(told.map(({ estateId, ticketIds }) => [estateId, ticketIds.length])).toEqual([[home.estateId, 3]]);
    expect(await test.told(TicketRecordedSchema)).toEqual([]);
    expect(await test.told(RequesterNoticeRequestedSchema)).toEqual([]);
    // An open one goes on like any other, and the next own number follows.
    const { id } = open ?? { id: '' };
    expect((await desk.resolveTicket({ id, solution: '已答复' })).externalNumber).toBe('T-3');
    expect((await desk.closeTicket({ id })).state).toBe(TicketState.CLOSED);
  });

  it('a second time changes nothing and says how many were there', async () => {
    expect(await manager.importTickets({ file: file() })).toMatchObject({ newCount: 0, knownCount: 3 });
    expect([await count(), (await test.told(TicketsImportedSchema)).length]).toEqual([3, 1]);
  });

  it('takes the cells of a spreadsheet, dates as dates', async () => {
    const cell = (value: string) => ({ value, type: String });
    const date = (text: string) => ({ value: new Date(text), type: Date, format: 'yyyy"年"m"月"d"日" h:mm' });
    const rows = [
      ['单号', '项目', '事情', '性质', '报事时间', '结案时间'].map(cell),
      [
        cell('X-1'),
        cell('LH'),
        cell('=1+1'),
        cell('投诉'),
        date('2025-03-02T09:05:00Z'),
        date('2025-03-02T00:00:00Z'),
      ],
    ];
    const data = new Uint8Array(await writeXlsx(rows as never).toBuffer());
    const mapping = ['事情=subject', '性质=kind'];
    expect(await manager.importTickets({ file: { contentType: xlsxType, data }, mapping })).toMatchObject({
      newCount: 1,
    });
    const [row] = await test.sql(
      "SELECT subject, created_at, closed_at FROM ticket WHERE external_number = 'X-1'",
    );
    const at = new Date('2025-03-02T01:05:00Z');
    expect(row).toEqual({ subject: '=1+1', created_at: at, closed_at: at });
  });

  it('imports no names and no phones, whatever they are mapped to', async () => {
    for (const mapping of [['联系电话=description'], ['投诉内容=phone']])
      await expect(manager.importTickets({ file: file(), mapping })).rejects.toMatchObject({
        reason: 'ticketing.personal_column',
      });
  });

  it('of 20,000 rows comes in whole, in events of 500', async () => {
    const estate = await aHome(test, 'BIG');
    const rows = Array.from({ length: 20_000 }, (_, n) => {
      const day = `2024-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
      const ended = n % 10 === 0 ? ',,,' : `,${day} 15:00,${day} 16:00,已关闭`;
      return `B-${n},BIG,投诉,"第${n}件:楼上夜间噪音,已多次反映,请尽快处理",${day} 9:05${ended},,1-101,`;
    });
    const before = (await test.told(TicketsImportedSchema)).length;
    const begun = performance.now();
    expect(await manager.importTickets({ file: csv(...rows) })).toMatchObject({
      newCount: 20_000,
      openCount: 2_000,
    });
    console.log(`20,000 cases imported in ${Math.round(performance.now() - begun)} ms`);
    expect((await test.told(TicketsImportedSchema)).length - before).toBe(40);
    expect(await count(`estate_id = '${estate.estateId}'`)).toBe(20_000);
    const again = performance.now();
    const { data } = await manager.getTicketExport({ estateId: estate.estateId });
    console.log(`20,000 cases exported in ${Math.round(performance.now() - again)} ms, ${data.length} bytes`);
    expect(await sheetOf(data)).toHaveLength(20_001);
  }, 120_000);
});

describe('exporting cases', () => {
  it('gives words in the language asked for and times as the clock in the estate shows them', async () => {
    test.clock.set('2026-03-02T01:00:00Z');
    const place = await aHome(test, 'EX');
    const recorded = await desk.recordTicket(aComplaint(place, { place: '1号楼' }));
    await desk.resolveTicket({ id: recorded.id, solution: '已劝阻' });
    test.clock.set(undefined);
    const { data, contentType } = await transferOf(specialist).getTicketExport({ estateId: place.estateId });
    expect(contentType).toBe(xlsxType);
    const [names = [], row = [], ...more] = await sheetOf(data);
    const shown: Readonly<Record<string, unknown>> = Object.fromEntries(
      names.map((name, at) => [String(name), row[at]]),
    );
    expect([names.length, more]).toEqual([29, []]);
    expect(shown).toMatchObject({
      ...{ 编号: recorded.number, 类型: '投诉', 状态: '已解决', 小区: 'EX', 房屋: '1-101', 渠道: '电话' },
      ...{ 登记时间: new Date('2026-03-02T09:00:00Z'), 受理期限: new Date('2026-03-02T09:30:00Z') },
      ...{
        受理时间: new Date('2026-03-02T09:00:00Z'),
        受理兑现: '已兑现',
        处理结果: '已劝阻',
        重开次数: '0',
      },
    });
    const english = await transferOf(specialist).getTicketExport(
      { estateId: place.estateId },
      { language: 'en' },
    );
    expect((await sheetOf(english.data))[1]).toEqual(
      expect.arrayContaining(['Complaint', 'Resolved', 'Kept']),
    );
  });

  it('keeps who took what', async () => {
    const kinds = [TicketKind.SUGGESTION];
    await transferOf(specialist).getTicketExport({ kinds, number: 'LH-1' });
    const told = (await test.told(TicketsExportedSchema)).at(-1);
    expect(told).toMatchObject({ staffId: specialist.subjectId, kinds, rowCount: 0, estateId: '' });
    const [kept] = await test.sql<{ note: string; actor_id: string }>(
      'SELECT note, actor_id FROM event WHERE type = $1 ORDER BY position DESC LIMIT 1',
      [TicketsExportedSchema.typeName],
    );
    expect(kept?.actor_id).toBe(specialist.subjectId);
    expect(JSON.parse(kept?.note ?? '')).toMatchObject({ number: 'LH-1', kinds: ['suggestion'] });
  });

  it('is made one at a time for a company, because each holds a connection', async () => {
    await test.service.database.as(test.tenantId, async ({ tx }) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('ticket export ' || anju_tenant(), 0))::text`;
      await expect(transferOf(specialist).getTicketExport({})).rejects.toMatchObject({
        reason: 'ticketing.export_running',
      });
    });
  });

  it('holds no formulas, whatever was typed into a case', async () => {
    const place = await aHome(test, 'FX');
    const subjects = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(1)', '\t=1', '\r=1'];
    for (const subject of subjects) await desk.recordTicket(aComplaint(place, { subject: `${subject}x` }));
    const { data } = await transferOf(specialist).getTicketExport({ estateId: place.estateId });
    const xml = strFromU8(unzipSync(data)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(xml).not.toMatch(/<f[\s>/]/);
    const read = (await sheetOf(data)).slice(1).map((row) => row[7]);
    expect(read.sort()).toEqual(subjects.map((subject) => `${subject}x`.trim()).sort());
  });
});

describe('who may move cases', () => {
  const one = (number: string, code: string) => csv(`${number},${code},投诉,漏水,2024-05-06,,,,,,`);

  it('is said by the posts', async () => {
    const denied = { code: 'PERMISSION_DENIED' };
    await expect(transferOf(specialist).importTickets({ file: one('P-1', 'LH') })).rejects.toMatchObject(
      denied,
    );
    const leader = transferOf(await holder(Post.LEADERSHIP));
    await expect(leader.importTickets({ file: one('P-1', 'LH') })).rejects.toMatchObject(denied);
    expect((await leader.getTicketExport({ estateId: other.estateId })).data.length).toBeGreaterThan(0);
    const administrator = transferOf(await holder(Post.ADMINISTRATOR));
    expect(await administrator.importTickets({ file: one('P-1', 'LH'), dryRun: true })).toMatchObject({
      newCount: 1,
    });
    await expect(administrator.getTicketExport({})).rejects.toMatchObject(denied);
    const owner = transferOf(await test.resident([home.estateId], test.tenantId, home.ownerId));
    await expect(owner.getTicketExport({})).rejects.toMatchObject(denied);
  });

  it('ends at the estate', async () => {
    const elsewhere = transferOf(await holder(Post.SERVICE_MANAGER, [other.estateId]));
    const refused = elsewhere.importTickets({ file: one('W-1', 'LH') });
    await expect(refused).rejects.toMatchObject({ problem: { violations: [{ rule: 'known' }] } });
    expect(await sheetOf((await elsewhere.getTicketExport({})).data)).toHaveLength(1);
    await manager.importTickets({ file: one('W-2', 'LH') });
    // A number of an estate that this manager cannot see is still taken.
    await expect(elsewhere.importTickets({ file: one('W-2', 'QT') })).rejects.toMatchObject({
      reason: 'ticketing.external_number_taken',
    });
    expect(await count(`estate_id = '${other.estateId}'`)).toBe(0);
  });

  it('ends at the company, which has its own old numbers', async () => {
    const stranger = transferOf(await holder(Post.SERVICE_MANAGER, undefined, test.otherTenantId));
    expect(await sheetOf((await stranger.getTicketExport({})).data)).toHaveLength(1);
    expect(await sheetOf((await stranger.getTicketExport({ estateId: home.estateId })).data)).toHaveLength(1);
    await expect(stranger.importTickets({ file: one('W-2', 'LH') })).rejects.toMatchObject({
      reason: 'ticketing.rows_bad',
    });
    await aHome(test, 'LH', test.otherTenantId);
    expect(await stranger.importTickets({ file: one('W-2', 'LH') })).toMatchObject({ newCount: 1 });
  });

  it('keeps every table behind the wall', async () => {
    expect(await test.wall()).toEqual([]);
    await expect(transferOf(specialist).getTicketExport({ estateId: newId() })).resolves.toBeDefined();
  });
});
