import type { PersonStore } from '../store/person.store.js';
import type { StaffStore } from '../store/staff.store.js';
import type { Work } from '../store/database.js';

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** Where to reach a member of staff or a person, in full: for the delivery of a notice, by services only. */
export class GetContact {
  constructor(
    private readonly staff: StaffStore,
    private readonly persons: PersonStore,
  ) {}

  async run(work: Work, subjectId: string): Promise<Contact> {
    const { name, email, phone } =
      (await this.staff.find(work, subjectId, 'in full')) ??
      (await this.persons.get(work, subjectId, 'in full'));
    return { name, email, phone };
  }
}
