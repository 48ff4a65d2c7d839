import { permissionPosts } from '@anju/contracts';
import type { MeSchema } from '@anju/contracts/directory';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CompanyStore } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import type { PersonStore } from '../store/person.store.js';
import type { StaffStore } from '../store/staff.store.js';
import { postMessage, tenantMessage, unitMessages } from './directory-message.js';

type Me = MessageInitShape<typeof MeSchema>;

/** Everything the permission table grants the caller, and where. */
function permissionsOf({ actor }: Work) {
  return [...permissionPosts.keys()].flatMap((name) => {
    const reach = actor.estates(name);
    if (reach === 'all') return [{ name, allEstates: true, estateIds: [] }];
    return reach.length > 0 ? [{ name, allEstates: false, estateIds: [...reach] }] : [];
  });
}

/** Who the caller is: the own name in full, posts or homes, and what they permit. */
export class GetMe {
  constructor(
    private readonly companies: CompanyStore,
    private readonly staff: StaffStore,
    private readonly persons: PersonStore,
  ) {}

  async run(work: Work): Promise<Me> {
    const { accountId, kind, subjectId } = work.actor;
    const who = { accountId, kind, subjectId, permissions: permissionsOf(work) };
    const company = await this.companies.profile(work);
    return { ...who, ...(company ? { tenant: tenantMessage(company) } : {}), ...(await this.#own(work)) };
  }

  async #own(work: Work): Promise<Pick<Me, 'name' | 'posts' | 'units'>> {
    const { kind, subjectId } = work.actor;
    if (kind === 'staff') {
      const { name, posts } = await this.staff.get(work, subjectId);
      return { name, posts: posts.map(postMessage) };
    }
    // A resident whose last home ended is still somebody who is signed in.
    const person = kind === 'resident' ? await this.persons.find(work, subjectId, 'in full') : undefined;
    return person ? { name: person.name, units: unitMessages(person.units) } : {};
  }
}
