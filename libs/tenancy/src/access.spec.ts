import { methods } from '@anju/contracts';
import { Post } from '@anju/contracts/options';
import { DomainError } from '@anju/kernel';
import { describe, expect, it } from '@jest/globals';
import { authorize } from './access.js';
import { Actor, type ActorKind, type PostGrant } from './actor.js';

const [here, there] = ['11111111-1111-7111-8111-111111111111', '22222222-2222-7222-8222-222222222222'];

const method = (name: string) => {
  const found = methods.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

const anActor = (kind: ActorKind, posts: readonly PostGrant[] = [], estates: readonly string[] = []) =>
  new Actor({ kind, tenantId: 'tenant', subjectId: 'subject', accountId: 'account' }, { posts, estates });

const refusal = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
  }
  return 'allowed';
};

describe('who may call', () => {
  it('nobody without a token, except where a method is public', () => {
    for (const one of methods)
      expect(refusal(() => authorize(one, anActor('anonymous')))).toBe('unauthenticated');
  });

  it('staff without a post reach nothing that asks for one', () => {
    expect(refusal(() => authorize(method('ListTickets'), anActor('staff')))).toBe('forbidden');
  });

  it('a post reaches exactly its estates', () => {
    const specialist = anActor('staff', [{ post: Post.SERVICE_SPECIALIST, estates: [here] }]);
    expect(authorize(method('ListTickets'), specialist)).toEqual({
      tenantId: 'tenant',
      estates: [here],
      personId: '',
    });
    expect(specialist.can('ticketing.handle', here)).toBe(true);
    expect(specialist.can('ticketing.handle', there)).toBe(false);
  });

  it('one post does not lend its estates to another', () => {
    const actor = anActor('staff', [
      { post: Post.SERVICE_SPECIALIST, estates: [here] },
      { post: Post.SECURITY_GUARD, estates: null },
    ]);
    expect(actor.estates('ticketing.handle')).toEqual([here]);
    expect(actor.estates('commitment.answer')).toBe('all');
  });

  it('residents see only their own rows, in the estates of their homes', () => {
    const wall = authorize(method('ListTickets'), anActor('resident', [], [here]));
    expect(wall).toEqual({ tenantId: 'tenant', estates: [here], personId: 'subject' });
    expect(refusal(() => authorize(method('ResolveTicket'), anActor('resident', [], [here])))).toBe(
      'forbidden',
    );
  });

  it("what is one's own is one's own for staff too", () => {
    const wall = authorize(
      method('ListNotices'),
      anActor('staff', [{ post: Post.LEADERSHIP, estates: null }]),
    );
    expect(wall.personId).toBe('subject');
  });

  it('who may stand in for a holder of a post may ask, in estates of the own posts only', () => {
    const guard = anActor('staff', [{ post: Post.SECURITY_GUARD, estates: [here] }]);
    expect(authorize(method('DecideApproval'), guard).estates).toEqual([here]);
    expect(guard.can('approval.decide')).toBe(false);
    for (const other of [anActor('staff'), anActor('resident', [], [here]), anActor('operator')])
      expect(refusal(() => authorize(method('DecideApproval'), other))).toBe('forbidden');
  });

  it('an operator runs tenants and sees nothing of theirs', () => {
    expect(refusal(() => authorize(method('CreateTenant'), anActor('operator')))).toBe('allowed');
    expect(refusal(() => authorize(method('ListTickets'), anActor('operator')))).toBe('forbidden');
  });

  it('methods for services are closed to people', () => {
    const leader = anActor('staff', [{ post: Post.ADMINISTRATOR, estates: null }]);
    expect(refusal(() => authorize(method('GetContact'), leader))).toBe('forbidden');
    expect(refusal(() => authorize(method('GetContact'), anActor('service')))).toBe('allowed');
  });
});
