import {
  ApprovalChainService,
  ApprovalOpenedSchema,
  ApprovalState,
  Decision,
} from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, asked, holder, leader, start, stop, test } from './setting.js';

beforeAll(start, 60_000);
afterAll(stop);

const chains = async (post = Post.ADMINISTRATOR, tenantId = test.tenantId) =>
  test.client(ApprovalChainService, await holder(post, undefined, tenantId));

const posts = [Post.FINANCE_SPECIALIST, Post.LEADERSHIP];

describe('the chains of a company', () => {
  it('open what is asked from then on, most specific first; what is open keeps its steps', async () => {
    const [administrator, reader] = [await chains(), as(await leader())];
    const steps = async (id: string) => (await reader.getApproval({ id })).steps.map(({ post }) => post);
    const before = await asked({ category: 'roof' });
    const any = await administrator.createApprovalChain({ duty: 'ticketing', posts: [Post.SERVICE_MANAGER] });
    const roof = { duty: 'ticketing', category: 'roof', fromFen: 500n, posts };
    const special = await administrator.createApprovalChain(roof);
    const during = await asked({ category: 'roof', amountFen: 500n });
    expect(await steps(before)).toEqual([Post.LEADERSHIP]);
    expect(await steps(during)).toEqual(posts);
    expect(await steps(await asked({ category: 'roof', amountFen: 499n }))).toEqual([Post.SERVICE_MANAGER]);
    for (const { id } of [special, any]) await administrator.deleteApprovalChain({ id });
    expect(await steps(during)).toEqual(posts);
    expect(await steps(await asked({ category: 'roof', amountFen: 500n }))).toEqual([Post.LEADERSHIP]);
  });

  it('take finance specialists in, who are told and decide their step only', async () => {
    const administrator = await chains();
    const category = newId();
    const { id: chain } = await administrator.createApprovalChain({ duty: 'ticketing', category, posts });
    const id = await asked({ category });
    const finance = as(await holder(Post.FINANCE_SPECIALIST));
    const early = as(await leader()).decideApproval({ id, decision: Decision.GRANT });
    await expect(early).rejects.toMatchObject({ reason: 'leadership.not_your_step' });
    await finance.decideApproval({ id, decision: Decision.GRANT });
    const late = finance.decideApproval({ id, decision: Decision.GRANT });
    await expect(late).rejects.toMatchObject({ reason: 'leadership.not_your_step' });
    const granted = await as(await leader()).decideApproval({ id, decision: Decision.GRANT });
    expect(granted.state).toBe(ApprovalState.GRANTED);
    const told = (await test.told(ApprovalOpenedSchema)).filter(({ approvalId }) => approvalId === id);
    expect(told.map(({ post }) => post)).toEqual(posts);
    await administrator.deleteApprovalChain({ id: chain });
  });

  it('are one for each category and amount, and can be set again after their end', async () => {
    const client = await chains(Post.LEADERSHIP);
    const chain = { duty: 'ticketing', category: newId(), posts };
    const { id } = await client.createApprovalChain(chain);
    await expect(client.createApprovalChain(chain)).rejects.toMatchObject({
      reason: 'leadership.chain_exists',
    });
    await client.deleteApprovalChain({ id });
    await expect(client.deleteApprovalChain({ id })).rejects.toMatchObject({ reason: 'not_found' });
    await client.createApprovalChain(chain);
  });

  it.each([
    ['no post', { posts: [] }, 'posts'],
    ['a post that approves nothing', { posts: [Post.SECURITY_GUARD] }, 'posts[0]'],
    ['the same post twice', { posts: [Post.LEADERSHIP, Post.LEADERSHIP] }, 'posts'],
    ['an amount below nothing', { posts, fromFen: -1n }, 'fromFen'],
  ])('are refused with %s', async (_, wrong, field) => {
    const client = await chains();
    await expect(client.createApprovalChain({ duty: 'ticketing', ...wrong })).rejects.toMatchObject({
      problem: { reason: 'invalid_request', violations: [{ field }] },
    });
  });

  it('are read by the service manager, set by the administrator and leadership, and nobody else', async () => {
    const manager = await chains(Post.SERVICE_MANAGER);
    await manager.listApprovalChains({});
    const setting = manager.createApprovalChain({ duty: 'ticketing', category: newId(), posts });
    await expect(setting).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    for (const post of [Post.SERVICE_SPECIALIST, Post.FINANCE_SPECIALIST]) {
      const client = await chains(post);
      await expect(client.listApprovalChains({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
  });

  it('of one company are nothing to another', async () => {
    const [ours, theirs] = [await chains(), await chains(Post.ADMINISTRATOR, test.otherTenantId)];
    const category = newId();
    const { id } = await ours.createApprovalChain({ duty: 'ticketing', category, posts });
    expect((await theirs.listApprovalChains({})).chains).toEqual([]);
    await expect(theirs.deleteApprovalChain({ id })).rejects.toMatchObject({ reason: 'not_found' });
    const tenantId = test.otherTenantId;
    const abroad = as(await holder(Post.LEADERSHIP, undefined, tenantId));
    const { steps } = await abroad.getApproval({ id: await asked({ category, tenantId }) });
    expect(steps.map(({ post }) => post)).toEqual([Post.LEADERSHIP]);
    expect(await test.wall()).toEqual([]);
  });
});
