import { isRead, type Route, routes } from '@anju/contracts';
import { AnswerOccasion, AssignBy, Channel, TicketKind } from '@anju/contracts/ticketing';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aCompany, type Company, people, soon, url } from './company.js';

let ours: Company;
let theirs: Company;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  [ours, theirs] = [await aCompany(), await aCompany()];
  const { ticketing } = ours.as('specialist');
  const { estateId, unitId, ownerId: requesterId } = ours;
  const complaint = { kind: TicketKind.COMPLAINT, channel: Channel.PHONE, subject: '秘密事项' };
  const { id: ticket } = await soon(() =>
    ticketing.recordTicket({ estateId, unitId, requesterId, ...complaint }),
  );
  await ticketing.assignTicket({ id: ticket, assigneeId: ours.staffIds.get('specialist') ?? '' });
  const asked = await ticketing.requestCommitment({
    id: ticket,
    department: Post.SECURITY_GUARD,
    request: '巡查',
  });
  const approved = await ticketing.requestApproval({ id: ticket, subject: 's', materials: 'm' });
  const approval = approved.approvals[0]?.id ?? '';
  await soon(() => ours.as('leader').leadership.getApproval({ id: approval }));
  const notice = await soon(async () => (await ours.as('owner').notification.listNotices({})).notices[0]);
  const { accounts } = await ours.as('admin').identity.listAccounts({});
  const account = accounts[0]?.id ?? '';
  const photo = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex');
  const { id: attachment } = await ours.as('owner').files.addAttachment({
    ticketId: ticket,
    name: 'a.jpg',
    file: { contentType: 'image/jpeg', data: photo },
  });
  const filter = await ours.as('specialist').lists.createSavedFilter({ name: '秘密', filter: { estateId } });
  const { settings, assignment } = ours.as('manager');
  const words = { title: '秘密', body: '秘密', occasion: AnswerOccasion.MESSAGE, estateIds: [estateId] };
  const { id: template } = await settings.createAnswerTemplate(words);
  const proposing = { priority: 1, by: AssignBy.LEAST_LOAD, estateIds: [estateId] };
  const { id: rule } = await assignment.createAssignmentRule(proposing);
  const [staff, person] = [ours.staffIds.get('guard') ?? '', ours.ownerId];
  const posts = [Post.LEADERSHIP];
  const chain = await ours
    .as('leader')
    .chains.createApprovalChain({ duty: 'ticketing', category: 's', posts });
  const toTime = timestampFromDate(new Date(Date.now() + 3_600_000));
  const delegation = await soon(() =>
    ours.as('leader').delegations.createDelegation({ toStaffId: staff, toTime, reason: '秘密' }),
  );
  ids = {
    tickets: ticket,
    attachments: attachment,
    commitments: asked.commitments[0]?.id ?? '',
    approvals: approval,
    notices: notice.id,
    accounts: account,
    staff,
    persons: person,
    estates: estateId,
    ticketFilters: filter.id,
    approvalChains: chain.id,
    delegations: delegation.id,
    answerTemplates: template,
    assignmentRules: rule,
  };
}, 180_000);

const collection = (route: Route) => route.path.split('/')[2] ?? '';

// Bodies that pass the contract's own rules, so that only the wall can refuse.
const bodies: Readonly<Record<string, object>> = {
  AssignTicket: { assigneeId: newId() },
  RequestCommitment: { department: 'POST_SECURITY_GUARD', request: 'x' },
  RequestApproval: { subject: 'x', materials: 'x' },
  NotifyRequester: { message: 'x' },
  ResolveTicket: { solution: 'x' },
  RecordVisit: { method: 'VISIT_METHOD_PHONE' },
  WaitTicket: { reason: 'WAIT_REASON_OWNER', note: 'x' },
  ReturnCommitment: { reason: 'x' },
  AddMessage: { text: 'x' },
  AcceptSolution: { satisfaction: 5 },
  RejectSolution: { reason: 'x' },
  MergeTicket: { intoId: newId() },
  SplitTicket: { subject: 'x' },
  ReopenTicket: { reason: 'x' },
  CancelTicket: { reason: 'x' },
  DeclineCommitment: { reason: 'x' },
  FulfilCommitment: { result: 'x' },
  DecideApproval: { decision: 'DECISION_GRANT' },
  RevealPerson: { reason: '核对' },
  AssignPost: { post: { post: 'POST_SECURITY_GUARD' } },
  EndPost: { assignmentId: newId() },
  UpdateSavedFilter: { name: 'x' },
  UpdateAnswerTemplate: { title: 'x' },
  UpdateAssignmentRule: { priority: 1 },
};

// The same for methods that take a file.
const files: Readonly<Record<string, { readonly query: string; readonly body: string }>> = {
  AddAttachment: { query: '?name=a.pdf', body: '%PDF-1.7' },
};

async function ask(route: Route, token: string, id: string): Promise<{ status: number; text: string }> {
  const part = ids[route.path.split('/')[4] ?? ''] ?? newId();
  const address = route.template.replace(/\{[a-z_]+\}/, id).replace(/\{[a-z_]+\}/, part);
  const raw = files[route.method.name];
  const json = route.body === '*' ? JSON.stringify(bodies[route.method.name] ?? {}) : undefined;
  const body = raw?.body ?? json;
  const headers = {
    ...(body ? { 'content-type': raw ? 'application/octet-stream' : 'application/json' } : {}),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const answer = await fetch(url + address + (raw?.query ?? ''), {
    method: route.verb,
    headers,
    ...(body ? { body } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}

const callers = ['admin', 'owner', ...Object.keys(people)];
const withId = routes.filter((route) => route.parameters.length > 0);
const lists = routes.filter((route) => route.parameters.length === 0 && isRead(route.method));
const rest = routes.filter((route) => route.parameters.length === 0 && !isRead(route.method));
const plain = (text: string) => text.replace(/"(trace|instance)":"[^"]*"/g, '');
const named = (list: readonly Route[]) =>
  list.map((route) => [`${route.verb} ${route.template}`, route] as const);

describe('two companies', () => {
  it.each(named(withId))(
    '%s: a foreign id looks like an unknown one to everybody, and like nothing to nobody',
    async (_, route) => {
      const id = ids[collection(route)];
      if (!id) throw new Error(`no id of ${collection(route)}: say here what this method should answer`);
      expect((await ask(route, '', id)).status).toBe(401);
      for (const login of callers) {
        const { token } = theirs.as(login);
        const [foreign, unknown] = [await ask(route, token, id), await ask(route, token, newId())];
        expect([login, foreign.status, plain(foreign.text)]).toEqual([
          login,
          unknown.status,
          plain(unknown.text),
        ]);
        expect([403, 404]).toContain(foreign.status);
      }
    },
  );

  it.each(named(lists))('%s: shows nothing of another company', async (_, route) => {
    for (const login of callers) {
      const { status, text } = await ask(route, theirs.as(login).token, '');
      expect([200, 403]).toContain(status);
      for (const id of [...Object.values(ids), ours.tenantId])
        expect([login, text.includes(id)]).toEqual([login, false]);
    }
  });

  it('every other method takes its company from the token and is named here', () => {
    const names = rest.map((route) => route.method.name).sort();
    expect(names).toEqual([
      'BatchAssignTickets',
      'BatchCloseTickets',
      'BatchNotifyRequesters',
      'ChangePassword',
      'CreateAccount',
      'CreateAnswerTemplate',
      'CreateApprovalChain',
      'CreateAssignmentRule',
      'CreateDelegation',
      'CreateDepartment',
      'CreateEstate',
      'CreateSavedFilter',
      'CreateStaff',
      'CreateTenant',
      'ImportRegister',
      'ImportTickets',
      'PublishPolicy',
      'RecordTicket',
      'SetOnDuty',
    ]);
  });

  it('a batch says of a foreign case what it says of an unknown one', async () => {
    const { token } = theirs.as('specialist');
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const unknown = newId();
    for (const [verb, more] of [
      ['batchAssign', { assigneeId: newId() }],
      ['batchNotify', { message: 'x' }],
      ['batchClose', {}],
    ] as const) {
      const body = JSON.stringify({ ids: [ids['tickets'], unknown], ...more });
      const answer = await fetch(`${url}/v1/tickets:${verb}`, { method: 'POST', headers, body });
      const { results } = (await answer.json()) as { results: { id: string }[] };
      const plainly = results.map((one) => ({ ...one, id: '' }));
      expect([verb, answer.status, plainly[0]]).toEqual([verb, 200, plainly[1]]);
      expect(plainly[0]).toMatchObject({ ok: false, reason: 'not_found' });
    }
  });

  it('a case cannot be recorded in a foreign estate, nor a post given there', async () => {
    const headers = (login: string) => ({
      'content-type': 'application/json',
      authorization: `Bearer ${theirs.as(login).token}`,
    });
    const ticket = JSON.stringify({ estateId: ours.estateId, kind: 'TICKET_KIND_COMPLAINT', subject: 'x' });
    expect(
      (await fetch(`${url}/v1/tickets`, { method: 'POST', headers: headers('specialist'), body: ticket }))
        .status,
    ).toBe(400);
    const staff = JSON.stringify({
      name: 'x',
      posts: [{ post: 'POST_SECURITY_GUARD', estateIds: [ours.estateId] }],
    });
    expect(
      (await fetch(`${url}/v1/staff`, { method: 'POST', headers: headers('admin'), body: staff })).status,
    ).toBe(400);
  });
});
