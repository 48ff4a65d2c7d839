import { PersonRevealedSchema, type RevealPersonRequest } from '@anju/contracts/directory';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Work } from '../store/database.js';
import type { PersonStore, PersonView } from '../store/person.store.js';

/** Shows a person's data in full for a stated reason; the look is kept with it and the person can see it. */
export class RevealPerson {
  constructor(private readonly persons: PersonStore) {}

  async run(work: Work, { id, reason }: RevealPersonRequest): Promise<PersonView> {
    const person = await this.persons.get(work, id, 'in full');
    await this.persons.addReveal(work, id, reason.trim());
    const event = { personId: id, staffId: work.actor.subjectId, time: timestampFromDate(work.now) };
    work.tell(PersonRevealedSchema, event, { subject: id, personId: id });
    return person;
  }
}
