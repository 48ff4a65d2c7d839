import type { DescMethod } from '@bufbuild/protobuf';
import { accessOf } from '@anju/contracts';
import { type Access, Audience, Scope } from '@anju/contracts/options';
import { DomainError } from '@anju/kernel';
import { type Actor, PLATFORM_TENANT } from './actor.js';

/** What the database lets a transaction see. */
export interface Wall {
  readonly tenantId: string;
  readonly estates: 'all' | readonly string[];
  /** Empty, or the only person whose rows may be seen. */
  readonly personId: string;
}

function admits(audience: Audience, actor: Actor, { permission, standIns }: Access): boolean {
  switch (audience) {
    case Audience.PUBLIC:
      return true;
    case Audience.SIGNED_IN:
      return actor.kind === 'staff' || actor.kind === 'resident' || actor.kind === 'operator';
    case Audience.STAFF:
      return actor.kind === 'staff' && (actor.can(permission) || (standIns && actor.reach.length > 0));
    case Audience.RESIDENT:
      return actor.kind === 'resident';
    case Audience.OPERATOR:
      return actor.kind === 'operator';
    case Audience.SERVICE:
      return actor.kind === 'service';
    case Audience.UNSPECIFIED:
      return false;
  }
}

/** Refuses the call, or says how far it may reach. Deny by default: a method without access is closed. */
export function authorize(method: DescMethod, actor: Actor): Wall {
  const access = accessOf(method);
  const { audience, permission, scope, standIns } = access;
  if (!audience.some((one) => admits(one, actor, access))) {
    if (actor.kind === 'anonymous') throw new DomainError('unauthenticated', 'unauthenticated');
    throw new DomainError('forbidden', 'forbidden', { permission });
  }
  const tenantId = actor.tenantId || PLATFORM_TENANT;
  if (actor.kind === 'resident')
    return { tenantId, estates: actor.grants.estates, personId: actor.subjectId };
  if (actor.kind !== 'staff') return { tenantId, estates: 'all', personId: '' };
  if (scope === Scope.OWN) return { tenantId, estates: 'all', personId: actor.subjectId };
  if (scope !== Scope.ESTATE) return { tenantId, estates: 'all', personId: '' };
  return { tenantId, estates: standIns ? actor.reach : actor.estates(permission), personId: '' };
}
