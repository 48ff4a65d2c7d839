import { permissionPosts } from '@anju/contracts';
import type { MeSchema } from '@anju/contracts/directory';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import { CompanyStore } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { PersonStore } from '../store/person.store.js';
import { StaffStore } from '../store/staff.store.js';
import { postMessage, unitMessages } from './directory-message.js';

type Me = MessageInitShape<typeof MeSchema>;

/** Everything the permission table grants the caller, and where. */
function permissionsOf({ actor }: Work) {
  return [...permissionPosts.keys()].flatMap((name) => {
    const reach = actor.estates(name);
    if (reach === 'all') return [{ name, allEstates: true, estateIds: [] }];
    return reach.length > 0 ? [{ name, allEstates: false, estateIds: [...reach] }] : [];
  });
}

@Injectable()
export class WhoAmI {
  constructor(
    private readonly companies: CompanyStore,
    private readonly staff: StaffStore,
    private readonly persons: PersonStore,
  ) {}

  async run(work: Work): Promise<Me> {
    const { accountId, kind, subjectId } = work.actor;
    const company = await this.companies.profile(work);
    const tenant = company && { ...this.#named(company), createTime: timestampFromDate(company.createdAt) };
    const who = {
      accountId,
      kind,
      subjectId,
      permissions: permissionsOf(work),
      ...(tenant ? { tenant } : {}),
    };
    if (kind === 'staff') {
      const { name, posts } = await this.staff.get(work, subjectId);
      return { ...who, name, posts: posts.map(postMessage) };
    }
    if (kind !== 'resident') return who;
    const { name, units } = await this.persons.get(work, subjectId, true);
    return { ...who, name, units: unitMessages(units) };
  }

  #named({ id, name, code, group }: { id: string; name: string; code: string; group: string }) {
    return { id, name, code, group };
  }
}
