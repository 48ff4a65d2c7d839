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
  const lines = promises.map(
    ({ kind, dueAt }) => `${promiseNames[kind] ?? kind}:${localTime(dueAt, zone)} 前`,
  );
  return { title: `已受理,编号 ${number}`, body: `我们已记录您的诉求,并承诺:\n${lines.join('\n')}` };
}

/** Titles of what is told; a body that needs somebody's words is fetched when it is delivered. */
export const templates = {
  progress: (number: string): Words => ({ title: `${number} 有新的进展`, body: '' }),
  resolved: (number: string): Words => ({ title: `${number} 已处理完毕`, body: '' }),
  commitment_requested: (number: string): Words => ({
    title: `${number} 请贵部门协办`,
    body: '请在时限内接受或说明理由。',
  }),
  commitment_changed: (number: string, state: string): Words => ({
    title: `${number} 协办${state}`,
    body: '请查看该事项。',
  }),
  ticket_assigned: (number: string): Words => ({ title: `${number} 已分派给您`, body: '请尽快处理。' }),
  approval_opened: (number: string): Words => ({ title: `${number} 请审批`, body: '请查看材料并作出决定。' }),
  approval_decided: (number: string, state: string): Words => ({
    title: `${number} 审批${state}`,
    body: '请查看审批意见。',
  }),
} as const;
