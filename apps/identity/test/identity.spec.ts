import {
  AccountChangedSchema,
  AccountKind,
  CreateAccountRequestSchema,
  IdentityService,
} from '@anju/contracts/identity';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { startService, type TestService } from '@anju/testing';
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { SignIn } from '../src/app/sign-in.js';
import { identity } from '../src/identity.module.js';
import { HttpServer } from '../src/transport/http-server.js';

let test: TestService;
let admin: ReturnType<typeof clientOf>;
let http: string;

const clientOf = (who: Parameters<TestService['client']>[1]) => test.client(IdentityService, who);
const secret = () => randomBytes(18).toString('base64url');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

beforeAll(async () => {
  const listen = `127.0.0.1:${await freePort()}`;
  http = `http://${listen}`;
  test = await startService(identity, {
    HTTP_LISTEN: listen,
    PUBLIC_URL: http,
    MASTER_KEY: randomBytes(32).toString('base64'),
    OPERATOR_LOGIN: 'operator',
    OPERATOR_PASSWORD: secret(),
    GATEWAY_CLIENT_SECRET: secret(),
    SERVICE_CLIENT_SECRET: secret(),
  });
  admin = clientOf(await test.staff([{ post: Post.ADMINISTRATOR }]));
}, 60_000);
afterAll(() => test.stop());
afterEach(() => test.clock.set(undefined));

const password = '月光落在海面上一片';
const anAccount = (login: string) => ({ login, password, kind: AccountKind.STAFF, subjectId: newId() });
const signIn = (login: string, given: string, address = '10.0.0.1') =>
  test.service.app.get(SignIn).run(login, given, address);

describe('accounts', () => {
  it('are opened by the administrator, told, and sign in whatever the case of the login', async () => {
    const account = await admin.createAccount(anAccount('Lin.Xiaoyan'));
    expect(await signIn('lin.xiaoyan', password)).toMatchObject({
      account: { id: account.id, tenantId: test.tenantId },
    });
    expect((await test.told(AccountChangedSchema)).some(({ accountId }) => accountId === account.id)).toBe(
      true,
    );
  });

  it('have a login of their own in the whole installation', async () => {
    await admin.createAccount(anAccount('taken'));
    const other = clientOf(await test.staff([{ post: Post.ADMINISTRATOR }], test.otherTenantId));
    await expect(other.createAccount(anAccount('TAKEN'))).rejects.toMatchObject({
      reason: 'identity.login_taken',
    });
  });

  it('of another company are not there', async () => {
    const { id } = await admin.createAccount(anAccount('ours-only'));
    const other = clientOf(await test.staff([{ post: Post.ADMINISTRATOR }], test.otherTenantId));
    expect((await other.listAccounts({})).accounts).toHaveLength(0);
    await expect(other.updateAccount({ id, locked: true })).rejects.toMatchObject({ reason: 'not_found' });
  });

  it("an operator opens a company's first one and must say which company", async () => {
    const operator = clientOf(test.operator());
    const companyId = newId();
    await expect(operator.createAccount(anAccount('first'))).rejects.toMatchObject({
      reason: 'identity.tenant_field',
    });
    await operator.createAccount({ ...anAccount('first'), tenantId: companyId });
    expect(await signIn('first', password)).toMatchObject({ account: { tenantId: companyId } });
    const second = operator.createAccount({ ...anAccount('back-door'), tenantId: companyId });
    await expect(second).rejects.toMatchObject({ reason: 'identity.not_first' });
    expect(await signIn('back-door', password)).toEqual({ refused: 'wrong' });
    await expect(
      admin.createAccount({ ...anAccount('second'), tenantId: test.tenantId }),
    ).rejects.toMatchObject({ reason: 'identity.tenant_field' });
  });

  it('that are locked do not sign in, and a new password replaces the old', async () => {
    const { id } = await admin.createAccount(anAccount('leaver'));
    await admin.updateAccount({ id, locked: true });
    expect(await signIn('leaver', password)).toEqual({ refused: 'wrong' });
    await admin.updateAccount({ id, locked: false, password: '另一句很长很长的话' });
    expect(await signIn('leaver', password)).toEqual({ refused: 'wrong' });
    expect(await signIn('leaver', '另一句很长很长的话')).toMatchObject({ account: { id } });
  });

  it('refuse passwords that are guessed first', async () => {
    const weak = admin.createAccount({ ...anAccount('weak'), password: '88888888' });
    await expect(weak).rejects.toMatchObject({ reason: 'identity.password_weak' });
  });
});

describe('guessing', () => {
  it('is stopped after ten tries, for a quarter of an hour, also with the right password', async () => {
    await admin.createAccount(anAccount('guessed'));
    test.clock.set('2026-03-02T00:00:00Z');
    for (let tries = 0; tries < 10; tries++)
      expect(await signIn('guessed', 'wrong', '10.0.0.2')).toEqual({ refused: 'wrong' });
    expect(await signIn('guessed', password, '10.0.0.3')).toEqual({ refused: 'locked_out' });
    test.clock.set('2026-03-02T00:15:01Z');
    expect(await signIn('guessed', password, '10.0.0.3')).toMatchObject({ account: { kind: 'staff' } });
  });

  it('is counted also when all tries come at once', async () => {
    await admin.createAccount(anAccount('stormed'));
    const tries = Array.from({ length: 15 }, () => signIn('stormed', 'wrong', '10.0.0.4'));
    const refusals = (await Promise.all(tries)).map((outcome) => 'refused' in outcome && outcome.refused);
    expect(refusals.filter((refusal) => refusal === 'wrong')).toHaveLength(10);
  }, 20_000);

  it('learns nothing about which logins exist', async () => {
    expect(await signIn('nobody-at-all', 'x')).toEqual({ refused: 'wrong' });
  });
});

describe('the issuer', () => {
  it('publishes its keys, and rotation publishes the next before it signs', async () => {
    const keys = async () =>
      ((await (await fetch(`${http}/oidc/jwks`)).json()) as { keys: { kid: string }[] }).keys.map(
        ({ kid }) => kid,
      );
    const [active, next] = await keys();
    await identity.commands?.['rotate-keys']?.(test.service);
    await test.service.app.get(HttpServer).refreshKeys();
    const after = await keys();
    expect(after[0]).toBe(next);
    expect(after).toContain(active);
    expect(after).toHaveLength(3);
  });

  it('keeps nothing in clear that could sign in', async () => {
    const [row] = await test.sql<{ text: string }>("SELECT string_agg(a::text, ' ') AS text FROM account a");
    expect(row?.text).not.toContain(password);
    expect(row?.text).not.toContain('Lin.Xiaoyan');
  });
});

describe('a repeated request', () => {
  it('leaves nothing by which its password could be tried out', async () => {
    const request = anAccount('repeated');
    const idempotencyKey = newId();
    const first = await admin.createAccount(request, { idempotencyKey });
    expect(await admin.createAccount(request, { idempotencyKey })).toEqual(first);
    const kept = await test.sql<{ row: string }>('SELECT k::text AS row FROM idempotency_key k');
    const bytes = toBinary(CreateAccountRequestSchema, create(CreateAccountRequestSchema, request));
    const path = '/anju.identity.v1.IdentityService/CreateAccount';
    const plain = createHash('sha256').update(`${path}\0`).update(bytes).digest('hex');
    for (const { row } of kept)
      expect([row.includes(idempotencyKey), row.includes(plain)]).toEqual([false, false]);
  });
});

describe('console sessions', () => {
  it('are kept for the gateway only, sealed, and end', async () => {
    const gateway = clientOf(test.peer());
    const cookieHash = 'c'.repeat(43);
    const session = {
      accessToken: 'very-secret',
      refreshToken: 'r',
      expireTime: timestampFromDate(new Date(Date.now() + 60_000)),
    };
    await gateway.saveSession({ cookieHash, session });
    expect(await gateway.getSession({ cookieHash })).toMatchObject({ accessToken: 'very-secret' });
    const [row] = await test.sql<{ sealed: string }>('SELECT sealed FROM console_session');
    expect(row?.sealed).not.toContain('very-secret');
    await expect(admin.getSession({ cookieHash })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await gateway.endSession({ cookieHash });
    await expect(gateway.getSession({ cookieHash })).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('lie behind the wall with everything else', async () => {
    expect(await test.wall()).toEqual([]);
  });
});
