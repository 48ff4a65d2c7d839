import { AccountKind } from '@anju/contracts/identity';
import { Post } from '@anju/contracts/options';
import { HttpProblem } from '@anju/contracts';
import type { Secrets } from '../stack/state.ts';
import { Caller, keyOf, soon } from './api.ts';
import { registerOf } from './register.ts';
import { administrator, type DemoCompany, group, staff } from './world.ts';

export interface DemoTenant {
  company: DemoCompany;
  /** Signed-in callers by their name without the suffix. */
  callers: ReadonlyMap<string, Caller>;
  staffIds: ReadonlyMap<string, string>;
  estateIds: readonly string[];
}

const postOf = (name: string): Post => Post[name as keyof typeof Post];

/** Posts and homes reach the other services a moment after the directory told them. */
export const notYetThere = (error: HttpProblem): boolean =>
  error.status === 403 || error.status === 404 || /unknown|unfit/.test(error.reason);

async function takeCompany(operator: Caller, company: DemoCompany, password: string): Promise<string> {
  const { name, code, suffix } = company;
  const request = { name, code, group, administratorName: administrator.name };
  const tenant = await operator.directory.createTenant(request, { idempotencyKey: keyOf(code, 'tenant') });
  const login = `${administrator.login}${suffix}`;
  const account = {
    tenantId: tenant.id,
    kind: AccountKind.STAFF,
    subjectId: tenant.administratorId,
    login,
    password,
  };
  await operator.identity.createAccount(account, { idempotencyKey: keyOf(code, 'admin') });
  return login;
}

async function hireStaff(
  admin: Caller,
  company: DemoCompany,
  password: string,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const departments = new Map<string, string>();
  for (const name of new Set(staff.map((person) => person.department))) {
    departments.set(
      name,
      (await admin.directory.createDepartment({ name }, { idempotencyKey: keyOf(company.code, name) })).id,
    );
  }
  for (const { login, name, post, department } of staff) {
    const request = {
      name,
      departmentId: departments.get(department) ?? '',
      posts: [{ post: postOf(post) }],
    };
    const { id } = await admin.directory.createStaff(request, { idempotencyKey: keyOf(company.code, login) });
    const account = { kind: AccountKind.STAFF, subjectId: id, login: `${login}${company.suffix}`, password };
    await admin.identity.createAccount(account, { idempotencyKey: keyOf(company.code, login, 'account') });
    ids.set(login, id);
  }
  return ids;
}

async function openEstates(admin: Caller, company: DemoCompany): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, estate] of company.estates.entries()) {
    const { name, code, address } = estate;
    const opened = await admin.directory.createEstate(
      { name, code, address },
      { idempotencyKey: keyOf(company.code, code) },
    );
    ids.push(opened.id);
    const data = new TextEncoder().encode(registerOf(estate, index + (company.suffix ? 3 : 1)));
    await admin.directory.importRegister(
      { file: { contentType: 'text/csv', data } },
      { idempotencyKey: keyOf(company.code, code, 'register') },
    );
  }
  return ids;
}

/** Company, people, estates and registers, all by the public API. */
export async function setUp(url: string, secrets: Secrets, company: DemoCompany): Promise<DemoTenant> {
  const password = secrets.demoPassword;
  const operator = new Caller(url, secrets.operatorLogin, secrets.operatorPassword);
  const adminLogin = await takeCompany(operator, company, password);
  const admin = new Caller(url, adminLogin, password);
  await soon(() => admin.directory.listStaff({}), notYetThere);
  await soon(() => admin.identity.listAccounts({}), notYetThere);
  const staffIds = await hireStaff(admin, company, password);
  const estateIds = await openEstates(admin, company);
  const { units } = await admin.directory.listUnits({ estateId: estateIds[0] ?? '', pageSize: 1 });
  const ownerId = units[0]?.residents[0]?.personId ?? '';
  const owner = { kind: AccountKind.RESIDENT, subjectId: ownerId, login: `owner${company.suffix}`, password };
  await admin.identity.createAccount(owner, { idempotencyKey: keyOf(company.code, 'owner') });
  const logins = ['admin', 'owner', ...staff.map(({ login }) => login)];
  const callers = new Map(
    logins.map((login) => [login, new Caller(url, `${login}${company.suffix}`, password)]),
  );
  return { company, callers, staffIds, estateIds };
}
