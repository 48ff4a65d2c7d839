import type { TicketFilter } from '../../apps/ticketing/src/store/ticket-filter.ts';
import { rare } from './ticket-words.ts';
import { idOf, kinds } from './fill-tickets.ts';

export interface Case {
  name: string;
  filter?: Partial<TicketFilter>;
  /** How many pages are turned before the one that is measured. */
  turned?: number;
  as?: 'everywhere' | 'one estate' | 'resident';
}

export const anything: TicketFilter = {
  ...{ estateId: '', assigneeId: '', unitId: '', requesterId: '', number: '', query: '' },
  ...{ kinds: [], categories: [], priorities: [], channels: [], unassigned: false, order: 'newest' },
};

const estateId = idOf(kinds.estate, 7);
const assigneeId = idOf(kinds.staff, 11);
const active = ['new', 'verifying', 'in_progress', 'pending', 'awaiting_approval'];

/** Pages of fifty, as the desk asks for them. */
export const cases: readonly Case[] = [
  { name: 'list: no filter' },
  { name: 'list: page 100', turned: 99 },
  { name: 'list: estate', filter: { estateId } },
  { name: 'list: estate + in progress', filter: { estateId, states: ['in_progress'] } },
  { name: 'list: active', filter: { states: active } },
  { name: 'list: active, nobody has it', filter: { states: active, unassigned: true } },
  { name: 'list: assignee', filter: { assigneeId } },
  { name: 'list: assignee + active', filter: { assigneeId, states: active } },
  {
    name: 'list: estate + category + closed',
    filter: { estateId, categories: ['lift'], states: ['closed'] },
  },
  { name: 'list: next due', filter: { order: 'next_due' } },
  { name: 'list: unit', filter: { unitId: idOf(kinds.unit, 7_100) } },
  { name: 'list: requester', filter: { requesterId: idOf(kinds.person, 900) } },
  { name: 'list: staff of one estate', as: 'one estate' },
  { name: 'list: resident', as: 'resident' },
  { name: `search: rare ${rare.word}`, filter: { query: rare.word } },
  { name: 'search: frequent 漏水', filter: { query: '漏水' } },
  { name: 'search: frequent, page 20', filter: { query: '漏水' }, turned: 19 },
  { name: 'search: phrase 噪音扰民', filter: { query: '噪音扰民' } },
  { name: 'search: two words', filter: { query: '电梯 书面答复' } },
  { name: 'search: number', filter: { query: '004321' } },
  { name: 'search: nothing', filter: { query: '蓝鲸' } },
  { name: 'search: frequent + estate', filter: { query: '漏水', estateId } },
  { name: 'search: frequent + active', filter: { query: '漏水', states: active } },
  { name: 'search: rare + active', filter: { query: rare.word, states: active } },
  { name: 'search: frequent + my active', filter: { query: '漏水', assigneeId, states: active } },
  { name: 'search: frequent, staff of one estate', filter: { query: '漏水' }, as: 'one estate' },
  { name: 'search: resident', filter: { query: '漏水' }, as: 'resident' },
];
