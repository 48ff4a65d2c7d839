import { atWallClock } from '@anju/kernel';
import { type BadRow, type Known, RowReader } from './row-reader.js';
import type { TicketKind, TicketState } from './ticket.js';
import type { Columns } from './transfer-columns.js';
import type { Cell } from './transfer-time.js';
import { channels, kinds, type SaidState, satisfactions, states } from './transfer-words.js';

/** One row that is good. */
export interface TransferRow {
  readonly externalNumber: string;
  readonly estateId: string;
  readonly unitId: string | undefined;
  readonly kind: TicketKind;
  readonly channel: string;
  readonly category: string;
  readonly place: string;
  readonly subject: string;
  readonly description: string;
  readonly state: TicketState;
  readonly createdAt: Date;
  readonly resolvedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly solution: string;
  readonly satisfaction: number | undefined;
}

type Times = Readonly<Record<'createTime' | 'resolveTime' | 'closeTime', Date | undefined>>;

/** In order and not in the future. A day without an hour counts as not before what came earlier on that day. */
function readTimes(read: RowReader, zone: string): Times {
  const found: Partial<Record<keyof Times, Date>> = {};
  let before: Date | undefined;
  for (const field of ['createTime', 'resolveTime', 'closeTime'] as const) {
    const said = read.time(field);
    if (!said) continue;
    let at = atWallClock(zone, said.shown);
    if (before && said.dayOnly && at < before && before.getTime() - at.getTime() < 86_400_000) at = before;
    if (before && at < before) read.refuse(field, 'order', '早于前面的时间', 'is before an earlier step');
    if (at > read.known.now) read.refuse(field, 'past', '不能晚于现在', 'lies in the future');
    found[field] = before = at;
  }
  const { createTime, resolveTime, closeTime } = found;
  return { createTime, resolveTime, closeTime };
}

/** "Resolved" means finished, unless the caller named the column and so knows its words. */
function meant(read: RowReader, said: SaidState, closeTime: Date | undefined): TicketState {
  if (said === 'open') return 'new';
  if (said === 'resolved') return read.at.get('state')?.mapped && !closeTime ? 'resolved' : 'closed';
  return said;
}

/** Where the case stands. */
function readState(
  read: RowReader,
  { resolveTime, closeTime }: Times,
): Pick<TransferRow, 'state' | 'resolvedAt' | 'closedAt'> {
  const ended = closeTime ?? resolveTime;
  const said = read.oneOf('state', states) ?? (ended ? 'closed' : 'open');
  const state = meant(read, said, closeTime);
  if (state === 'new' && ended)
    read.refuse('state', 'ended', '未完成的工单不能有解决或关闭时间', 'an open case has no time of ending');
  if ((state === 'closed' || state === 'resolved') && !ended)
    read.refuse('state', 'ended', '已完成的工单须有解决或关闭时间', 'a finished case needs a time of ending');
  return { state, resolvedAt: resolveTime, closedAt: state === 'closed' ? ended : closeTime };
}

/** One row of the sheet as a case, or everything that is wrong with it. */
export function readRow(
  row: number,
  cells: readonly Cell[],
  at: Columns,
  known: Known,
): { good?: TransferRow; bad: readonly BadRow[] } {
  const read = new RowReader(row, cells, at, known);
  const externalNumber = read.number();
  const estate = read.estate();
  const kind = read.oneOf('kind', kinds);
  if (!kind && read.cell('kind') === '') read.require('kind');
  const times = readTimes(read, estate?.zone ?? 'Asia/Shanghai');
  if (!times.createTime && read.cell('createTime') === '') read.require('createTime');
  const description = read.text('description', 8_000);
  const subject = read.text('subject', 200) || firstLine(description);
  if (subject === '') read.require(at.has('subject') ? 'subject' : 'description');
  const rest = {
    ...{ description, subject, channel: read.oneOf('channel', channels) ?? 'import' },
    ...{ category: read.text('category', 64), place: read.text('place', 200) },
    ...{ solution: read.text('solution', 4_000), satisfaction: read.oneOf('satisfaction', satisfactions) },
    ...{ unitId: read.unit(estate?.id), ...readState(read, times) },
  };
  const createdAt = times.createTime;
  if (read.bad.length > 0 || !estate || !kind || !createdAt) return { bad: read.bad };
  return { good: { externalNumber, estateId: estate.id, kind, createdAt, ...rest }, bad: [] };
}

/** What stands for a subject where the other system had none. */
const firstLine = (text: string): string =>
  [...(text.trim().split(/[\r\n]/)[0] ?? '')].slice(0, 60).join('').trim();
