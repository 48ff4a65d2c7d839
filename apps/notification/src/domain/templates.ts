export interface Words {
  readonly title: string;
  readonly body: string;
}

const promiseNames: Readonly<Record<string, string>> = {
  own: '受理',
  first_response: '首次答复',
  progress: '进展告知',
  resolution: '解决',
};

const departmentNames: Readonly<Record<string, string>> = {
  service_manager: '客服经理',
  service_specialist: '客服专员',
  order_keeper: '秩序维护员',
  facility_keeper: '设施设备管理员',
  security_guard: '安全防范员',
  activity_planner: '活动策划员',
  finance_specialist: '财务专员',
  leadership: '公司领导',
};

const promiseName = (kind: string): string => promiseNames[kind] ?? kind;
const departmentName = (post: string): string => departmentNames[post] ?? post;

/** 3月2日 09:30 in the estate's zone. */
export const localTime = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('zh-CN', {
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at);

export interface Promised {
  readonly kind: string;
  readonly dueAt: Date;
}

/** Article 7(1): the number and the deadlines that were promised. */
export function recorded(number: string, promises: readonly Promised[], zone: string): Words {
  const lines = promises.map(({ kind, dueAt }) => `${promiseName(kind)}:${localTime(dueAt, zone)} 前`);
  return { title: `已受理,编号 ${number}`, body: `我们已记录您的诉求,并承诺:\n${lines.join('\n')}` };
}

/** What was missed: a promise of the desk, or the time of a department. */
export interface Missed {
  readonly promise: string;
  readonly department: string;
}

const missedWords = ({ promise, department }: Missed): string =>
  department ? `${departmentName(department)}协办` : promiseName(promise);

/** Titles of what is told; a body that needs somebody's words is fetched when it is delivered. */
export const templates = {
  progress: (number: string): Words => ({ title: `${number} 有新的进展`, body: '' }),
  resolved: (number: string): Words => ({ title: `${number} 已处理完毕`, body: '' }),
  message: (number: string): Words => ({ title: `${number} 有新的留言`, body: '' }),
  commitment_requested: (number: string): Words => ({
    title: `${number} 请贵部门协办`,
    body: '请在时限内接受或说明理由。',
  }),
  commitment_changed: (number: string, state: string): Words => ({
    title: `${number} 协办${state}`,
    body: '请查看该事项。',
  }),
  commitment_warned: (number: string, due: string): Words => ({
    title: `${number} 协办即将到期`,
    body: `请在 ${due} 前完成协办,或说明情况。`,
  }),
  commitment_overdue: (number: string, department: string): Words => ({
    title: `${number} ${departmentName(department)}协办已超时`,
    body: '请跟进该部门,并告知业主进展。',
  }),
  ticket_assigned: (number: string): Words => ({ title: `${number} 已分派给您`, body: '请尽快处理。' }),
  ticket_message: (number: string): Words => ({ title: `${number} 业主有新的留言`, body: '请查看并答复。' }),
  promise_warned: (number: string, kind: string, due: string): Words => ({
    title: `${number} ${promiseName(kind)}即将到期`,
    body: `请在 ${due} 前完成。`,
  }),
  ticket_escalated: (number: string, missed: Missed, level: number): Words => ({
    title: `${number} ${missedWords(missed)}已超时(第 ${level} 级)`,
    body: '请尽快处理,并在该事项上确认知悉。',
  }),
  visit_due: (number: string): Words => ({
    title: `${number} 请回访`,
    body: '该事项已处理完毕,请由非处理人回访。',
  }),
  approval_opened: (number: string): Words => ({ title: `${number} 请审批`, body: '请查看材料并作出决定。' }),
  approval_decided: (number: string, state: string): Words => ({
    title: `${number} 审批${state}`,
    body: '请查看审批意见。',
  }),
  delegation_given: (from: string, to: string): Words => ({
    title: '有同事委托您代为审批',
    body: `${from} 至 ${to} 期间,请代为查看并审批。`,
  }),
  delegation_ended: (): Words => ({ title: '代为审批的委托已提前结束', body: '您不必再代为审批。' }),
} as const;
