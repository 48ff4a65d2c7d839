import { DomainError } from '@anju/kernel';

/** Fields of a case that a sheet can fill, and names their columns have; the first is shown when one is missing. */
const names = {
  externalNumber:
    '工单编号 工单号 工单号码 编号 单号 投诉编号 原编号 原工单号 流水号 number ticket_number ticket_no case_number id',
  estate: '小区 小区名称 项目 项目名称 楼盘 estate estate_name community project project_name',
  kind: '类型 工单类型 诉求类型 事项类型 kind type',
  createTime:
    '创建时间 登记时间 受理时间 投诉时间 提交时间 报事时间 created created_at create_time created_time',
  subject: '标题 主题 事由 摘要 subject title summary',
  description: '内容 描述 投诉内容 问题描述 诉求内容 详情 description details content',
  category: '分类 类别 问题分类 投诉分类 投诉类别 category',
  channel: '渠道 来源 来源渠道 受理渠道 受理方式 channel source',
  place: '地点 位置 发生地点 place location',
  unit: '房屋 房号 房间号 房间 房产 单元房号 unit room',
  resolveTime:
    '解决时间 处理时间 处理完成时间 完成时间 办结时间 resolved resolved_at resolve_time resolved_time',
  closeTime: '关闭时间 关单时间 结案时间 归档时间 closed closed_at close_time closed_time',
  state: '状态 工单状态 处理状态 state status',
  solution: '处理结果 解决方案 处理方案 处理情况 答复内容 solution resolution result',
  satisfaction: '满意度 评分 评价 客户满意度 回访满意度 satisfaction rating score',
} as const;

export type Field = keyof typeof names;
const fields = Object.keys(names) as Field[];
const byName = new Map(fields.flatMap((field) => names[field].split(' ').map((name) => [name, field])));
const required: readonly Field[] = ['externalNumber', 'estate', 'kind', 'createTime'];

// Names and phones live in the directory only; who worked on it there is nobody here.
const person =
  /(姓名|名字|电话|手机|手机号|(?:手机|电话|联系|来电|证件)号码|联系人|联系方式|身份证|证件号|邮箱|微信号)$|^(业主|客户|住户|租户|(投诉|反映|报事|报修|诉求|咨询|建议|来电)人)|(^|_)(name|phone|mobile|tel|telephone|email|e-mail|contact|owner|requester|customer)$/;
const staff =
  /(处理|受理|责任|接单|派单|经办|负责|回访|登记|创建|跟进|录入)人员?$|^客服|^(assignee|assigned_to|handler|agent|created_by|closed_by)$/;

/** A heading may carry a unit or a remark, such as 创建时间(必填)*. */
const plainHeading = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\(.*$/, '')
    .replace(/\*/g, '')
    .trim()
    .replace(/[\s_]+/g, '_')
    .toLowerCase();

export interface TakenColumn {
  readonly index: number;
  readonly heading: string;
  /** Named by the caller, not recognised. */
  readonly mapped: boolean;
}

export type Columns = ReadonlyMap<Field, TakenColumn>;

export type IgnoredFor = 'unknown' | 'asked' | 'taken' | 'personal' | 'staff';

export interface ColumnUse {
  readonly heading: string;
  readonly field: Field | '';
  readonly reason: IgnoredFor | '';
}

const holdsPeople = (heading: string): IgnoredFor | undefined => {
  if (byName.has(heading)) return undefined;
  return person.test(heading) ? 'personal' : staff.test(heading) ? 'staff' : undefined;
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

type Wishes = ReadonlyMap<string, Field | 'ignore'>;

const refuseMapping = (mapping: string) =>
  new DomainError('ticketing.mapping_unusable', 'invalid', { mapping }, [
    { field: 'mapping', rule: 'known' },
  ]);

/** What the caller says of headings; a column with people in it is refused by its name. */
function readMapping(mapping: readonly string[], headings: readonly string[]): Wishes {
  const wishes = new Map<string, Field | 'ignore'>();
  const named = new Set<string>();
  for (const one of mapping) {
    const at = one.lastIndexOf('=');
    const [column, target] = [one.slice(0, at), one.slice(at + 1)];
    const heading = plainHeading(column);
    if (target !== 'ignore' && (holdsPeople(heading) || person.test(snake(target))))
      throw new DomainError('ticketing.personal_column', 'invalid', { column }, [
        { field: 'mapping', rule: 'personal' },
      ]);
    const field = target === 'ignore' ? target : fields.find((name) => name === target);
    const again = wishes.has(heading) || (field !== 'ignore' && named.has(target));
    if (!field || again || !headings.includes(heading)) throw refuseMapping(one);
    wishes.set(heading, field);
    named.add(target);
  }
  return wishes;
}

/** Which column of the sheet holds what, what became of the others, and which fields are missing. */
export function readColumns(
  cells: readonly string[],
  mapping: readonly string[],
): { at: Columns; uses: ColumnUse[]; missing: string[] } {
  const headings = cells.map(plainHeading);
  const wishes = readMapping(mapping, headings);
  const wished = new Set(wishes.values());
  const at = new Map<Field, TakenColumn>();
  const use = (shown: string, index: number): ColumnUse => {
    const heading = headings[index] ?? '';
    const wish = wishes.get(heading);
    const ignored = (reason: IgnoredFor) => ({ heading: shown, field: '', reason }) as const;
    if (wish === 'ignore') return ignored('asked');
    const field = wish ?? byName.get(heading);
    if (!field) return ignored(holdsPeople(heading) ?? 'unknown');
    if (at.has(field) || (!wish && wished.has(field))) return ignored('taken');
    at.set(field, { index, heading: shown, mapped: wish !== undefined });
    return { heading: shown, field, reason: '' };
  };
  const uses = cells.map(use).filter(({ heading }) => heading !== '');
  const missing = required.filter((field) => !at.has(field));
  if (!at.has('subject') && !at.has('description')) missing.push('subject');
  return { at, uses, missing };
}

/** What people call the column of a field. */
export const shownName = (field: string, locale: 'zh' | 'en'): string =>
  locale === 'zh' ? (names[field as Field].split(' ')[0] ?? field) : field;
