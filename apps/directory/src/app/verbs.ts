import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { Work } from '../store/database.js';
import { PersonStore } from '../store/person.store.js';
import { StaffStore } from '../store/staff.store.js';
import { Companies } from './companies.js';
import { ImportRegister } from './import-register.js';
import { Posts } from './posts.js';
import { RevealPerson } from './reveal-person.js';
import { WhoAmI } from './who-am-i.js';

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

const ifThere = <T>(found: Promise<T>): Promise<T | undefined> =>
  found.catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === 'not_found') return undefined;
    throw error;
  });

/** What concerns single persons. */
@Injectable()
export class People {
  constructor(
    readonly whoAmI: WhoAmI,
    readonly reveal: RevealPerson,
    readonly staff: StaffStore,
    readonly persons: PersonStore,
  ) {}
}

/** The whole ability of the directory on one screen. */
@Injectable()
export class Verbs {
  readonly whoAmI: WhoAmI;
  readonly reveal: RevealPerson;

  constructor(
    readonly companies: Companies,
    readonly posts: Posts,
    readonly importing: ImportRegister,
    private readonly people: People,
  ) {
    this.whoAmI = people.whoAmI;
    this.reveal = people.reveal;
  }

  /** Where to reach a member of staff or a person, in full: for the delivery of a notice only. */
  async contact(work: Work, subjectId: string): Promise<Contact> {
    const { staff, persons } = this.people;
    const found =
      (await ifThere(staff.get(work, subjectId, false))) ?? (await persons.get(work, subjectId, true));
    return { name: found.name, email: found.email, phone: found.phone };
  }
}
