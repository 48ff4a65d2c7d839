import { httpClient, HttpProblem } from '@anju/contracts';
import { DirectoryService } from '@anju/contracts/directory';
import { AccountKind, IdentityService } from '@anju/contracts/identity';
import { ApprovalChainService, DelegationService, LeadershipService } from '@anju/contracts/leadership';
import { NotificationService } from '@anju/contracts/notification';
import { Post } from '@anju/contracts/options';
import {
  DeskAssignmentService,
  DeskListsService,
  DeskSettingsService,
  TicketFilesService,
  TicketingService,
  TicketTalkService,
  TicketTransferService,
} from '@anju/contracts/ticketing';
import { eventually } from '@anju/testing';
import { randomBytes } from 'node:crypto';
import { signIn } from '../tools/stack/sign-in.ts';
import { secretsOf } from '../tools/stack/state.ts';

export const url = process.env['ANJU_E2E_URL'] ?? '';
export const password = 'e2e-only-Password-1';
const secrets = secretsOf(process.env['ANJU_STATE'] ?? '');

export const mark = (): string => randomBytes(4).toString('hex');

/** Somebody who is signed in and speaks to the gateway. */
export async function caller(login: string, secret = password) {
  const token = await signIn(url, login, secret);
  const options = { baseUrl: url, token };
  return {
    token,
    directory: httpClient(DirectoryService, options),
    identity: httpClient(IdentityService, options),
    ticketing: httpClient(TicketingService, options),
    talk: httpClient(TicketTalkService, options),
    files: httpClient(TicketFilesService, options),
    transfer: httpClient(TicketTransferService, options),
    lists: httpClient(DeskListsService, options),
    settings: httpClient(DeskSettingsService, options),
    assignment: httpClient(DeskAssignmentService, options),
    leadership: httpClient(LeadershipService, options),
    chains: httpClient(ApprovalChainService, options),
    delegations: httpClient(DelegationService, options),
    notification: httpClient(NotificationService, options),
  };
}

export type Caller = Awaited<ReturnType<typeof caller>>;

export const operator = () => caller(secrets.operatorLogin, secrets.operatorPassword);

export interface Company {
  readonly tenantId: string;
  readonly estateId: string;
  readonly unitId: string;
  readonly ownerId: string;
  readonly staffIds: ReadonlyMap<string, string>;
  /** Distinguishes this company's logins: `specialist@<code>`. */
  readonly code: string;
  as(login: string): Caller;
}

export const people: Readonly<Record<string, Post>> = {
  specialist: Post.SERVICE_SPECIALIST,
  colleague: Post.SERVICE_SPECIALIST,
  manager: Post.SERVICE_MANAGER,
  guard: Post.SECURITY_GUARD,
  facility: Post.FACILITY_KEEPER,
  leader: Post.LEADERSHIP,
};

/** Other services hear of posts and homes a moment after the directory told them. */
export const soon = <T>(ask: () => Promise<T>): Promise<NonNullable<T>> => eventually(ask, 30_000);

/** A company of this test's own, made as its host and its administrator would. */
export async function aCompany(): Promise<Company> {
  const code = `e2e-${mark()}`;
  const host = await operator();
  const tenant = await host.directory.createTenant({
    name: `端到端 ${code}`,
    code,
    administratorName: '高远',
  });
  const open = { tenantId: tenant.id, kind: AccountKind.STAFF, subjectId: tenant.administratorId };
  await host.identity.createAccount({ ...open, login: `admin@${code}`, password });
  const callers = new Map([['admin', await caller(`admin@${code}`)]]);
  const admin = callers.get('admin') as Caller;
  await soon(() => admin.directory.listStaff({}));
  await soon(() => admin.identity.listAccounts({}));
  const estate = await admin.directory.createEstate({ name: '翠湖', code: 'CH' });
  const csv =
    '小区,楼栋,单元,房号,面积,姓名,电话,邮箱\n翠湖,1,1,101,89.5,张伟,13900000001,zhangwei@example.cn\n翠湖,1,1,102,90,李娜,13900000002,\n';
  await admin.directory.importRegister({
    file: { contentType: 'text/csv', data: new TextEncoder().encode(csv) },
  });
  const { units } = await admin.directory.listUnits({ estateId: estate.id });
  const [unitId, ownerId] = [units[0]?.id ?? '', units[0]?.residents[0]?.personId ?? ''];
  const staffIds = new Map<string, string>();
  for (const [login, post] of Object.entries(people)) {
    const { id } = await admin.directory.createStaff({ name: login, posts: [{ post }] });
    await admin.identity.createAccount({
      kind: AccountKind.STAFF,
      subjectId: id,
      login: `${login}@${code}`,
      password,
    });
    staffIds.set(login, id);
    callers.set(login, await caller(`${login}@${code}`));
  }
  await admin.identity.createAccount({
    kind: AccountKind.RESIDENT,
    subjectId: ownerId,
    login: `owner@${code}`,
    password,
  });
  callers.set('owner', await caller(`owner@${code}`));
  const as = (login: string): Caller => {
    const found = callers.get(login);
    if (!found) throw new Error(`nobody is called ${login}`);
    return found;
  };
  for (const login of ['specialist', 'colleague', 'manager', 'guard'])
    await soon(() => as(login).ticketing.listCommitments({}));
  await soon(() => as('leader').leadership.listApprovals({}));
  return { code, tenantId: tenant.id, estateId: estate.id, unitId, ownerId, staffIds, as };
}

/** The problem a call is refused with; a call that succeeds fails the test. */
export async function refused(call: Promise<unknown>): Promise<HttpProblem> {
  const error: unknown = await call.then(
    () => new Error('the call was not refused'),
    (problem: unknown) => problem,
  );
  if (error instanceof HttpProblem) return error;
  throw error;
}
