import {
  ChannelSchema,
  ImpactSchema,
  PrioritySchema,
  PromiseStateSchema,
  TicketKindSchema,
  TicketStateSchema,
  UrgencySchema,
} from '@anju/contracts/ticketing';
import { text } from '@anju/contracts/options';
import { wallClock } from '@anju/kernel';
import type { Column, Value } from '@anju/sheets';
import { type DescEnum, getOption } from '@bufbuild/protobuf';
import type { PromiseKind } from '../domain/policy.js';
import type { ExportedCase } from '../store/export.store.js';

export type Locale = 'zh' | 'en';

/** What the contract calls each value of an enum, by the name rows have; unknown ones keep that name. */
function wordsOf(type: DescEnum): (name: string, locale: Locale) => string {
  const words = new Map(
    type.values.map((value) => [value.localName.toLowerCase(), getOption(value, text)] as const),
  );
  return (name, locale) => words.get(name)?.[locale] || name;
}

const kind = wordsOf(TicketKindSchema);
const state = wordsOf(TicketStateSchema);
const channel = wordsOf(ChannelSchema);
const urgency = wordsOf(UrgencySchema);
const impact = wordsOf(ImpactSchema);
const priority = wordsOf(PrioritySchema);
const promiseState = wordsOf(PromiseStateSchema);

interface Shown extends Column {
  readonly en: string;
  readonly value: (one: ExportedCase, locale: Locale, local: (at: Date) => Date) => Value;
}

const column = (heading: string, en: string, width: number, value: Shown['value']): Shown => ({
  ...{ heading, en, width, value },
});

type At = 'created_at' | 'resolved_at' | 'closed_at';

const time = (heading: string, en: string, name: At): Shown =>
  column(heading, en, 17, (one, _, local) => {
    const at = one[name];
    return at ? local(at) : undefined;
  });

/** By when, when, and whether it was kept. */
function promised(promise: PromiseKind, zh: string, en: string): Shown[] {
  const moment = (place: 0 | 1) => (one: ExportedCase, _: Locale, local: (at: Date) => Date) => {
    const at = one.promises?.[promise]?.[place];
    return at ? local(new Date(at)) : undefined;
  };
  return [
    column(`${zh}期限`, `${en} due`, 17, moment(0)),
    column(`${zh}时间`, `${en} done`, 17, moment(1)),
    column(`${zh}兑现`, `${en} kept`, 10, (one, locale) => {
      const kept = one.promises?.[promise]?.[2];
      return kept && promiseState(kept, locale);
    }),
  ];
}

const shown: readonly Shown[] = [
  column('编号', 'Number', 18, (one) => one.number),
  column('原编号', 'Old number', 18, (one) => one.external_number ?? undefined),
  column('类型', 'Kind', 10, (one, locale) => kind(one.kind, locale)),
  column('分类', 'Category', 14, (one) => one.category),
  column('状态', 'State', 10, (one, locale) => state(one.state, locale)),
  column('小区', 'Estate', 10, (one) => one.code ?? undefined),
  column('房屋', 'Unit', 12, (one) => one.unit ?? undefined),
  column('标题', 'Subject', 30, (one) => one.subject),
  column('描述', 'Description', 50, (one) => one.description),
  column('地点', 'Place', 20, (one) => one.place),
  column('渠道', 'Channel', 10, (one, locale) => channel(one.channel, locale)),
  column('紧急程度', 'Urgency', 10, (one, locale) => urgency(one.urgency, locale)),
  column('影响范围', 'Impact', 10, (one, locale) => impact(one.impact, locale)),
  column('优先级', 'Priority', 10, (one, locale) => priority(one.priority, locale)),
  time('登记时间', 'Recorded', 'created_at'),
  ...promised('own', '受理', 'Taken on'),
  ...promised('first_response', '首次答复', 'First response'),
  ...promised('resolution', '解决', 'Resolution'),
  time('解决时间', 'Resolved', 'resolved_at'),
  time('关闭时间', 'Closed', 'closed_at'),
  column('重开次数', 'Reopened', 10, (one) => one.reopen_count),
  column('满意度', 'Satisfaction', 10, (one) => one.satisfaction || undefined),
  column('处理结果', 'Solution', 50, (one) => one.solution),
];

export const exportColumns = (locale: Locale): Column[] =>
  shown.map(({ heading, en, width }) => ({ heading: locale === 'zh' ? heading : en, width }));

/** One case as a row, its times as the clock in its estate shows them. */
export function exportRow(one: ExportedCase, locale: Locale): Value[] {
  const local = (at: Date) => wallClock(one.zone ?? 'UTC', at);
  return shown.map(({ value }) => value(one, locale, local));
}
