import { Injectable } from '@nestjs/common';
import { CompanyStore } from '../store/company.store.js';
import { PersonStore } from '../store/person.store.js';
import { RegisterStore } from '../store/register.store.js';
import { StaffStore } from '../store/staff.store.js';
import { Vault } from '../store/vault.js';
import { AssignPost } from './assign-post.js';
import { CreateEstate } from './create-estate.js';
import { CreateStaff } from './create-staff.js';
import { CreateTenant } from './create-tenant.js';
import { EndPost } from './end-post.js';
import { GetContact } from './get-contact.js';
import { GetMe } from './get-me.js';
import { ImportRegister } from './import-register.js';
import { RevealPerson } from './reveal-person.js';
import { UpdateEstate } from './update-estate.js';

/** The whole ability of the directory on one screen. */
@Injectable()
export class Verbs {
  readonly getMe: GetMe;
  readonly getContact: GetContact;
  readonly createTenant: CreateTenant;
  readonly createEstate: CreateEstate;
  readonly updateEstate: UpdateEstate;
  readonly importRegister: ImportRegister;
  readonly revealPerson: RevealPerson;
  readonly createStaff: CreateStaff;
  readonly assignPost: AssignPost;
  readonly endPost: EndPost;

  constructor(
    companies: CompanyStore,
    persons: PersonStore,
    registers: RegisterStore,
    staff: StaffStore,
    vault: Vault,
  ) {
    this.getMe = new GetMe(companies, staff, persons);
    this.getContact = new GetContact(staff, persons);
    this.createTenant = new CreateTenant(companies, staff, vault);
    this.createEstate = new CreateEstate(companies);
    this.updateEstate = new UpdateEstate(companies);
    this.importRegister = new ImportRegister(registers);
    this.revealPerson = new RevealPerson(persons);
    this.createStaff = new CreateStaff(staff);
    this.assignPost = new AssignPost(staff);
    this.endPost = new EndPost(staff);
  }
}
