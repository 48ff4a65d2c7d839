import { ApprovalDecidedSchema, ApprovalState } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import {
  type TicketingService,
  TicketRelationsService,
  TicketTalkService,
  VisitMethod,
  WaitReason,
} from '@anju/contracts/ticketing';
import type { RpcClient, TestService } from '@anju/testing';
import type { Identity } from '@anju/tenancy';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Home } from './desk.js';

type Desk = RpcClient<typeof TicketingService>;

/** A case that is being played, and who plays. */
export interface Played {
  readonly test: TestService;
  readonly home: Home;
  readonly mine: Identity;
  readonly desk: Desk;
  readonly colleague: Desk;
  readonly guard: Desk;
  /** The case played before, to go into. */
  readonly other: string;
  id: string;
}

/** Minutes after the step before, and what is done then. */
export type Step = readonly [minutes: number, run: (one: Played) => Promise<unknown>];

const hours = 60;
const days = 24 * hours;

const assign: Step = [10, ({ desk, id, mine }) => desk.assignTicket({ id, assigneeId: mine.subjectId })];
const assignLate: Step = [70, assign[1]];
const verify: Step = [12, ({ desk, id }) => desk.verifyTicket({ id, findings: '属实', category: 'lift' })];
const notify: Step = [hours, ({ desk, id }) => desk.notifyRequester({ id, message: '正在处理' })];
const resolve: Step = [3 * hours, ({ desk, id }) => desk.resolveTicket({ id, solution: '已处理' })];
const resolveLate: Step = [8 * days, resolve[1]];
const nothing: Step = [5 * days, () => Promise.resolve()];
const cancel: Step = [hours, ({ desk, id }) => desk.cancelTicket({ id, reason: '不需要了' })];
const visited = (satisfaction: number, solved = true): Step => [
  days,
  ({ colleague, id }) => {
    const said = { reached: true, satisfaction, solved, comment: '业主的话' };
    return colleague.recordVisit({ id, method: VisitMethod.PHONE, ...said });
  },
];
const missed: Step = [
  2 * days,
  ({ colleague, id }) => colleague.recordVisit({ id, method: VisitMethod.DOOR, reached: false }),
];
const wait = (reason: WaitReason, until?: number): Step => [
  30,
  ({ desk, id, test }) => {
    const untilTime = until && timestampFromDate(new Date(test.clock.now().getTime() + until * 60_000));
    return desk.waitTicket({ id, reason, note: '等待', ...(untilTime ? { untilTime } : {}) });
  },
];
const byOwner = async ({ test, home }: Played) =>
  test.client(TicketTalkService, await test.resident([home.estateId], test.tenantId, home.ownerId));
const writes: Step = [
  2 * days,
  async (one) => (await byOwner(one)).addMessage({ ticketId: one.id, text: '在家' }),
];
const accepts: Step = [
  days,
  async (one) => (await byOwner(one)).acceptSolution({ id: one.id, satisfaction: 4 }),
];
const rejects: Step = [
  days,
  async (one) => (await byOwner(one)).rejectSolution({ id: one.id, reason: '没好' }),
];
const merge = (duplicate: boolean): Step => [
  20,
  ({ test, mine, id, other }) =>
    test.client(TicketRelationsService, mine).mergeTicket({ id, intoId: other, duplicate }),
];
const ask = (department: Post, after?: number): Step => [
  15,
  ({ desk, id, test }) => {
    const dueTime = after && timestampFromDate(new Date(test.clock.now().getTime() + after * 60_000));
    return desk.requestCommitment({ id, department, request: '协办', ...(dueTime ? { dueTime } : {}) });
  },
];
const commitmentOf = async ({ desk, id }: Played) =>
  (await desk.getTicket({ id })).commitments.at(-1)?.id ?? '';
const fulfil: Step = [
  5 * hours,
  async (one) => one.guard.fulfilCommitment({ id: await commitmentOf(one), result: '已做' }),
];
const giveBack: Step = [
  hours,
  async (one) => one.desk.returnCommitment({ id: await commitmentOf(one), reason: '没有照片' }),
];
const asksLeaders: Step = [
  hours,
  ({ desk, id }) => desk.requestApproval({ id, subject: '预算', materials: '报价' }),
];
const decided: Step = [
  days,
  async ({ test, desk, id }) => {
    const approvalId = (await desk.getTicket({ id })).approvals[0]?.id ?? '';
    const event = { approvalId, duty: 'ticketing', subjectId: id, state: ApprovalState.GRANTED };
    return test.hear(ApprovalDecidedSchema, event, { subject: id });
  },
];
const reopen: Step = [6 * days, ({ desk, id }) => desk.reopenTicket({ id, reason: '又坏了' })];
const close: Step = [hours, ({ desk, id }) => desk.closeTicket({ id })];

/** From the kept promise to the case nobody looks at. */
export const plays: readonly (readonly Step[])[] = [
  [],
  [assign, notify, resolve, visited(5), nothing],
  [assignLate, resolveLate, visited(2), close],
  [verify, assign, wait(WaitReason.OWNER), writes, resolve, accepts],
  [assign, wait(WaitReason.OWNER, 3 * days), nothing, resolve, visited(4)],
  [assign, resolve, visited(1, false), resolve, visited(3), nothing],
  [assign, resolve, visited(5), nothing, reopen, notify],
  [merge(false)],
  [verify, merge(true)],
  [[25, ({ desk, id }) => desk.verifyTicket({ id, findings: '无此事', decline: true })]],
  [assign, cancel],
  [assign, resolve, missed, missed, missed, nothing],
  [assign, ask(Post.SECURITY_GUARD), fulfil, giveBack, fulfil, resolve, visited(5), close],
  [assign, ask(Post.SECURITY_GUARD, 90), fulfil, resolve, rejects],
  [assign, asksLeaders, decided, wait(WaitReason.PARTS, 2 * days), nothing, notify],
  [verify, notify],
  [resolve, visited(5)],
  [assignLate, wait(WaitReason.OWNER)],
  [assign, ask(Post.SECURITY_GUARD), cancel],
  [resolveLate, missed, visited(4), nothing],
  [assign, notify, resolve, nothing],
];
