import { always } from '@anju/kernel';
import { describe, expect, it } from '@jest/globals';
import { importedTicket } from './imported-ticket.js';
import { defaultPolicy } from './policy.js';
import { TransferCheck } from './transfer-check.js';
import { readColumns } from './transfer-columns.js';
import { type Cell, readTime } from './transfer-time.js';

const shown = (text: string) => new Date(`${text}Z`);

describe('times in sheets', () => {
  it.each([
    ['2026年3月2日 9:05', '2026-03-02T09:05:00'],
    ['2026年3月2日9时5分', '2026-03-02T09:05:00'],
    ['2026年3月2日 下午3:05', '2026-03-02T15:05:00'],
    ['2026/3/2', '2026-03-02T00:00:00'],
    ['2026-03-02T09:05:07', '2026-03-02T09:05:07'],
    ['２０２６.3.2 09:05:07.250', '2026-03-02T09:05:07'],
    ['20260302090507', '2026-03-02T09:05:07'],
    ['20260302', '2026-03-02T00:00:00'],
    ['46083.378472222', '2026-03-02T09:05:00'],
  ])('%s', (text, at) => expect(readTime(text)?.shown).toEqual(shown(at)));

  it.each(['', '昨天', '2026-02-30', '2026-03-02 25:00', '3/2/2026', '13:05', '7'])('%j is none', (text) =>
    expect(readTime(text)).toBeUndefined(),
  );

  it('knows a day from an hour', () => {
    expect(readTime(new Date('2026-03-02T00:00:00Z'))?.dayOnly).toBe(true);
    expect(readTime('2026/3/2 0:00')?.dayOnly).toBe(false);
  });
});

describe('columns', () => {
  const headings = [
    '工单编号*',
    '小区',
    '类型',
    '创建时间(必填)',
    '投诉内容',
    '描述',
    '客户姓名',
    '联系电话',
    '处理人',
    '备注',
  ];
  const uses = (mapping: string[] = []) =>
    readColumns(headings, mapping).uses.map(({ field, reason }) => field || reason);

  it('are recognised by common names, and it is said what became of each', () => {
    expect(uses()).toEqual([
      ...['externalNumber', 'estate', 'kind', 'createTime', 'description'],
      ...['taken', 'personal', 'personal', 'staff', 'unknown'],
    ]);
    expect(readColumns(['Ticket No', 'Status', 'Created At'], []).uses.map(({ field }) => field)).toEqual([
      ...['externalNumber', 'state', 'createTime'],
    ]);
    expect(readColumns(['编号'], []).missing).toEqual(['estate', 'kind', 'createTime', 'subject']);
  });

  it('are taken as the caller says, also against what they are called', () => {
    const said = uses(['描述=description', '备注=place', '类型=ignore']);
    expect(said.slice(2)).toEqual([
      ...['asked', 'createTime', 'taken', 'description'],
      ...['personal', 'personal', 'staff', 'place'],
    ]);
  });

  it.each([
    ['联系电话=description', 'personal_column'],
    ['客户姓名=subject', 'personal_column'],
    ['处理人=solution', 'personal_column'],
    ['备注=requesterPhone', 'personal_column'],
    ['备注=phone', 'personal_column'],
    ['备注=colour', 'mapping_unusable'],
    ['没有=place', 'mapping_unusable'],
  ])('%s is refused: %s', (mapping, reason) => {
    expect(() => readColumns(headings, [mapping])).toThrow(`ticketing.${reason}`);
  });

  it('of one field are not two', () => {
    expect(() => readColumns(headings, ['备注=place', '描述=place'])).toThrow('ticketing.mapping_unusable');
  });
});

const now = new Date('2026-06-01T00:00:00Z');
const estates = new Map([['翠湖', { id: 'e1', zone: 'Asia/Shanghai' }]]);
const unit = (_: string, label: string) => (label === '1-101' ? 'u1' : undefined);
const heading = [
  '编号',
  '小区',
  '类型',
  '内容',
  '创建时间',
  '解决时间',
  '关闭时间',
  '状态',
  '满意度',
  '渠道',
  '房号',
];

function checked(rows: Cell[][], mapping: string[] = []): TransferCheck {
  const check = new TransferCheck(readColumns(heading, mapping).at, { estates, unit, now });
  rows.forEach((row) => check.add(row));
  return check;
}

const row = (change: Readonly<Record<string, Cell>> = {}): Cell[] => {
  const plain: Record<string, Cell> = {
    编号: 'A1',
    小区: '翠湖',
    类型: '投诉',
    内容: '漏水',
    创建时间: '2026-03-02 9:05',
  };
  const all: Readonly<Record<string, Cell | undefined>> = { ...plain, ...change };
  return heading.map((name) => (all[name] === undefined ? '' : all[name]));
};

const rules = (...changes: Readonly<Record<string, Cell>>[]) =>
  checked(changes.map(row)).bad.map(({ row: at, column, rule }) => `${at} ${column} ${rule}`);

describe('rows', () => {
  it('are reckoned in the zone of the estate', () => {
    const [good] = checked([row({ 渠道: '来电', 房号: '1-101', 满意度: '非常满意' })]).rows;
    expect(good).toMatchObject({
      ...{ createdAt: new Date('2026-03-02T01:05:00Z'), channel: 'phone', unitId: 'u1', satisfaction: 5 },
      ...{ kind: 'complaint', state: 'new', subject: '漏水', description: '漏水' },
    });
  });

  it.each([
    [{ 关闭时间: '2026-03-03' }, 'closed', '2026-03-02T16:00:00.000Z'],
    [{ 解决时间: '2026-03-04 8:00' }, 'closed', '2026-03-04T00:00:00.000Z'],
    [{ 解决时间: '2026-03-04 8:00', 状态: '已解决' }, 'closed', '2026-03-04T00:00:00.000Z'],
    [{ 状态: '处理中' }, 'new', undefined],
    [{ 状态: '已取消' }, 'cancelled', undefined],
  ])('%j: %s', (change, state, closed) => {
    const [good] = checked([row(change)]).rows;
    expect([good?.state, good?.closedAt?.toISOString()]).toEqual([state, closed]);
  });

  it('that are solved stay open for the visit when the caller named the column of states', () => {
    const solved = row({ 解决时间: '2026-03-04 8:00', 状态: '已解决' });
    expect(checked([solved], ['状态=state']).rows[0]).toMatchObject({
      state: 'resolved',
      closedAt: undefined,
    });
  });

  it('closed on the day they were recorded are in order, though the day says no hour', () => {
    const [good] = checked([row({ 关闭时间: '2026-03-02' })]).rows;
    expect(good?.closedAt).toEqual(good?.createdAt);
  });

  it('that are wrong are named by row, column and rule', () => {
    expect(
      rules(
        { 编号: '', 小区: '碧湖', 类型: '报修', 内容: '' },
        { 编号: null, 创建时间: '昨天', 房号: '9-9' },
        { 关闭时间: '2026-03-01 8:00' },
        { 创建时间: '2026-07-01' },
        { 状态: '处理中', 关闭时间: '2026-03-05' },
        { 状态: '已关闭' },
      ),
    ).toEqual([
      ...['2 编号 required', '2 小区 known', '2 类型 known', '2 内容 required'],
      ...['3 编号 text', '3 创建时间 time', '3 房号 known'],
      ...['4 关闭时间 order', '5 创建时间 past', '6 状态 ended', '7 状态 ended'],
    ]);
  });

  it('repeat no number, and empty ones are passed over', () => {
    const check = checked([row(), heading.map(() => ''), row()]);
    expect([check.rowCount, check.badRowCount, check.bad[0]?.rule, check.bad[0]?.row]).toEqual([
      2,
      1,
      'unique',
      4,
    ]);
  });
});

describe('imported cases', () => {
  const judging = { policy: defaultPolicy, calendar: always, newId: () => 'p' };
  const imported = (change: Readonly<Record<string, Cell>>) => {
    const [good] = checked([row(change)]).rows;
    if (!good) throw new Error('bad row');
    return importedTicket(good, { id: 't', number: 'CH-2026-000001' }, judging, now);
  };

  it('that ended elsewhere are judged by nobody here', () => {
    expect(imported({ 关闭时间: '2026-03-05' })).toMatchObject({
      ...{ state: 'closed', promises: [], policyVersion: 'import', notices: [], version: 1 },
      ...{ externalNumber: 'A1', channel: 'import', createdAt: new Date('2026-03-02T01:05:00Z') },
    });
  });

  it('that are open are promised from now on, but no notice to a requester nobody knows', () => {
    const { promises, policyVersion, notices } = imported({});
    expect(promises.map(({ kind }) => kind)).toEqual(['own', 'first_response', 'resolution']);
    expect(promises.every(({ dueAt }) => dueAt > now)).toBe(true);
    expect([policyVersion, notices]).toEqual([defaultPolicy.version, []]);
  });
});
