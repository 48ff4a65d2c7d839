import { HttpProblem } from '@anju/contracts';
import { Decision } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { Channel, type Ticket, TicketKind, Urgency, VisitMethod } from '@anju/contracts/ticketing';
import { type Caller, keyOf, soon } from './api.ts';
import { type DemoTenant, notYetThere } from './set-up.ts';
import type { Ending, Story } from './stories.ts';

export interface Case {
  story: Story;
  ending: Ending;
  estateId: string;
  unitId: string;
  requesterId: string;
  /** When it was recorded. */
  at: Date;
  number: number;
}

const hour = 3_600_000;

/** Tells one case with the clock moved: each step at its own time, as the people of the story. */
class Teller {
  readonly tenant: DemoTenant;
  readonly one: Case;
  readonly #clockKey: string;
  #at: Date;
  #step = 0;

  constructor(tenant: DemoTenant, one: Case, clockKey: string) {
    this.tenant = tenant;
    this.one = one;
    this.#clockKey = clockKey;
    this.#at = one.at;
  }

  as(login: string): Caller {
    const caller = this.tenant.callers.get(login);
    if (!caller) throw new Error(`nobody is called ${login}`);
    return caller;
  }

  /** Options of the next step, some hours later. */
  later(hours: number) {
    this.#at = new Date(this.#at.getTime() + hours * hour);
    const idempotencyKey = keyOf(this.tenant.company.code, this.one.number, this.#step++);
    return { idempotencyKey, headers: { 'anju-now': `${this.#at.toISOString()};${this.#clockKey}` } };
  }

  get late(): boolean {
    return this.one.ending === 'late';
  }
}

async function begin(teller: Teller, one: Case, assigneeId: string): Promise<string> {
  const { story, estateId, unitId, requesterId } = one;
  const request = {
    ...{
      estateId,
      unitId,
      requesterId,
      category: story.category,
      subject: story.subject,
      description: story.description,
    },
    kind: TicketKind[story.kind],
    channel: one.number % 3 === 0 ? Channel.WECHAT : Channel.PHONE,
    urgency: Urgency[story.urgency ?? 'NORMAL'],
  };
  const options = teller.later(0);
  const { id } = await soon(
    () => teller.as('specialist').ticketing.recordTicket(request, options),
    notYetThere,
  );
  if (one.ending === 'open') return id;
  await teller
    .as('specialist')
    .ticketing.verifyTicket({ id, findings: story.findings }, teller.later(teller.late ? 9 : 0.4));
  const assigned = teller.later(0.1);
  await soon(() => teller.as('manager').ticketing.assignTicket({ id, assigneeId }, assigned), notYetThere);
  return id;
}

async function askDepartment(teller: Teller, one: Case, id: string): Promise<Ticket> {
  const department = one.story.department ?? 'FACILITY_KEEPER';
  const request = { id, department: Post[department], request: `请协助处理:${one.story.subject}` };
  const ticket = await teller.as('specialist').ticketing.requestCommitment(request, teller.later(1));
  return ticket;
}

const helpers = {
  FACILITY_KEEPER: 'facility',
  SECURITY_GUARD: 'guard',
  ORDER_KEEPER: 'order',
  FINANCE_SPECIALIST: 'finance',
  ACTIVITY_PLANNER: 'activity',
} as const;

async function workTogether(teller: Teller, one: Case, id: string): Promise<void> {
  const asked = await askDepartment(teller, one, id);
  if (one.ending === 'asked') return;
  const helper = teller.as(helpers[one.story.department ?? 'FACILITY_KEEPER']).ticketing;
  const commitmentId = asked.commitments.at(-1)?.id ?? '';
  await helper.acceptCommitment({ id: commitmentId }, teller.later(2));
  await helper.fulfilCommitment(
    { id: commitmentId, result: one.story.solution },
    teller.later(teller.late ? 120 : 8),
  );
}

async function askLeadership(teller: Teller, one: Case, id: string): Promise<void> {
  const { subject, findings, amountFen = 500_000n } = one.story;
  const request = {
    id,
    subject: `关于「${subject}」的费用`,
    materials: `${findings}拟列支维修费用,附三家报价。`,
    amountFen,
  };
  const asked = await teller.as('specialist').ticketing.requestApproval(request, teller.later(2));
  if (one.ending === 'approval') return;
  const approvalId = asked.approvals.at(-1)?.id ?? '';
  const steps = amountFen >= 1_000_000n ? ['manager', 'leader'] : ['leader'];
  for (const login of steps) {
    const options = teller.later(4);
    const decide = () =>
      teller
        .as(login)
        .leadership.decideApproval(
          { id: approvalId, decision: Decision.GRANT, comment: '同意,请控制费用。' },
          options,
        );
    await soon(decide, notYetThere);
  }
}

async function finish(teller: Teller, one: Case, id: string): Promise<void> {
  const { solution, subject } = one.story;
  const resolve = () => teller.as('specialist').ticketing;
  const notice = teller.later(3);
  const stillAsking = (error: HttpProblem) => error.reason === 'ticketing.state';
  await soon(
    () => resolve().notifyRequester({ id, message: `您反映的「${subject}」正在处理中。` }, notice),
    stillAsking,
  );
  const solved = teller.later(teller.late ? 140 : 5);
  await soon(() => resolve().resolveTicket({ id, solution }, solved), stillAsking);
  const visits = teller.as('specialist2').ticketing;
  const visit = { id, method: VisitMethod.PHONE, reached: true };
  if (one.ending === 'reopened') {
    await visits.recordVisit(
      { ...visit, satisfaction: 2, solved: false, comment: '问题又出现了' },
      teller.later(20),
    );
    await resolve().resolveTicket({ id, solution: `再次处理:${solution}` }, teller.later(24));
  }
  if (one.ending === 'following') {
    await visits.recordVisit({ ...visit, reached: false }, teller.later(20));
    return;
  }
  await visits.recordVisit({ ...visit, satisfaction: 3 + (one.number % 3), solved: true }, teller.later(22));
  const closing = teller.later(1);
  // Delivery is proved by notification a moment later.
  await soon(
    () => visits.closeTicket({ id }, closing),
    (error) => error.reason === 'ticketing.cannot_close',
  ).catch((error: unknown) => {
    // A case of long ago, visited and past its time to object, may have closed by itself meanwhile.
    if (!(error instanceof HttpProblem && error.reason === 'ticketing.state')) throw error;
  });
}

/** One case from its recording to wherever it ends. */
export async function tell(tenant: DemoTenant, one: Case, clockKey: string): Promise<void> {
  const teller = new Teller(tenant, one, clockKey);
  const desk = teller.as('specialist').ticketing;
  if (one.ending === 'declined') {
    const id = await begin(teller, { ...one, ending: 'open' }, '');
    await desk.verifyTicket(
      { id, decline: true, findings: '经核实属市政管辖范围,已转告联系方式。' },
      teller.later(3),
    );
    return;
  }
  const id = await begin(teller, one, tenant.staffIds.get('specialist') ?? '');
  if (one.ending === 'open') return;
  if (one.ending === 'cancelled') {
    await desk.cancelTicket({ id, reason: '业主表示问题已自行解决' }, teller.later(5));
    return;
  }
  if (one.ending !== 'approval' && (one.story.department || one.ending === 'asked'))
    await workTogether(teller, one, id);
  if (one.ending === 'asked') return;
  if (one.story.amountFen || one.ending === 'approval') await askLeadership(teller, one, id);
  if (one.ending !== 'approval') await finish(teller, one, id);
}
