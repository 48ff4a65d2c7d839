import type { TicketKind } from './ticket.js';

/** What a row says of where the case stood in the other system. */
export type SaidState = 'open' | 'resolved' | 'closed' | 'cancelled' | 'declined';

type Words<T> = ReadonlyMap<string, T>;

const words = <T extends string | number>(all: Readonly<Record<string, T>>): Words<T> =>
  new Map(Object.entries(all).flatMap(([list, value]) => list.split(' ').map((word) => [word, value])));

export const kinds: Words<TicketKind> = words({
  '咨询 问询 查询 enquiry inquiry question': 'enquiry',
  '投诉 complaint': 'complaint',
  '建议 意见 意见建议 suggestion': 'suggestion',
});

export const channels: Words<string> = words({
  '前台 现场 来访 服务中心 counter': 'counter',
  '电话 来电 热线 400 phone': 'phone',
  'app 应用 业主app': 'app',
  '微信 公众号 小程序 微信公众号 微信小程序 wechat': 'wechat',
  '邮件 邮箱 email e-mail': 'email',
  '上门 走访 拜访 visit': 'visit',
  '导入 import': 'import',
});

export const states: Words<SaidState> = words({
  '新建 待处理 未处理 待受理 待派单 已受理 已派单 处理中 跟进中 待回访 未完成 new open pending in_progress':
    'open',
  '已解决 已处理 已处理完 resolved solved': 'resolved',
  '已关闭 关闭 已完成 完成 已办结 办结 已结案 结案 已归档 closed done completed': 'closed',
  '已取消 取消 已撤销 撤销 已撤回 作废 cancelled canceled withdrawn': 'cancelled',
  '不予受理 不受理 已驳回 驳回 无效 declined rejected': 'declined',
});

export const satisfactions: Words<number> = words({
  '5 5分 5星 五星 非常满意 很满意': 5,
  '4 4分 4星 四星 满意 satisfied': 4,
  '3 3分 3星 三星 一般 基本满意 neutral': 3,
  '2 2分 2星 二星 不满意 dissatisfied': 2,
  '1 1分 1星 一星 非常不满意 很不满意': 1,
});

/** As words are compared: 「 处理 中 」 is 处理中, "In Progress" is in_progress. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/(?<=[a-z])[\s-]+(?=[a-z])/g, '_')
    .replace(/\s+/g, '')
    .replace(/^e_mail$/, 'e-mail');

/** "1号楼1单元 101室" and 1-1-101 mean one unit; the directory finds units the same way. */
export const plainUnit = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(号楼|单元|[栋幢座楼号室房#/\s-])+/g, '-')
    .replace(/^-+|-+$/g, '');
