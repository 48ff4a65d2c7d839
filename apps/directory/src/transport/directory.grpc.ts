import {
  type AssignPostRequest,
  type CreateDepartmentRequest,
  type CreateEstateRequest,
  type CreateStaffRequest,
  type CreateTenantRequest,
  DirectoryService,
  type EndPostRequest,
  type GetContactRequest,
  type GetMeRequest,
  type GetPersonRequest,
  type ImportRegisterRequest,
  type ListDepartmentsRequest,
  type ListEstatesRequest,
  type ListPersonsRequest,
  type ListRevealsRequest,
  type ListStaffRequest,
  type ListTenantsRequest,
  type ListUnitsRequest,
  type RevealPersonRequest,
  type UpdateEstateRequest,
} from '@anju/contracts/directory';
import { GrpcService } from '@anju/platform';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Verbs } from '../app/verbs.js';
import { CompanyStore } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { PersonStore } from '../store/person.store.js';
import { StaffStore } from '../store/staff.store.js';
import { UnitStore } from '../store/unit.store.js';
import {
  estateMessage,
  personMessage,
  staffMessage,
  tenantMessage,
  unitMessage,
} from '../app/directory-message.js';

@GrpcService(DirectoryService)
export class DirectoryGrpc {
  constructor(
    private readonly verbs: Verbs,
    private readonly companies: CompanyStore,
    private readonly persons: PersonStore,
    private readonly staff: StaffStore,
    private readonly units: UnitStore,
  ) {}

  async getMe(_: GetMeRequest, work: Work) {
    return this.verbs.getMe.run(work);
  }

  async createTenant(request: CreateTenantRequest, work: Work) {
    const { tenant, administratorId } = await this.verbs.createTenant.run(work, request);
    return tenantMessage(tenant, administratorId);
  }

  async listTenants({ pageSize, pageToken }: ListTenantsRequest, work: Work) {
    const { tenants, next } = await this.companies.hosted(work, pageSize, pageToken);
    return { tenants: tenants.map((tenant) => tenantMessage(tenant)), nextPageToken: next };
  }

  async createEstate(request: CreateEstateRequest, work: Work) {
    return estateMessage(await this.verbs.createEstate.run(work, request));
  }

  async updateEstate(request: UpdateEstateRequest, work: Work) {
    return estateMessage(await this.verbs.updateEstate.run(work, request));
  }

  async listEstates({ pageSize, pageToken }: ListEstatesRequest, work: Work) {
    const { estates, next } = await this.companies.estates(work, pageSize, pageToken);
    return { estates: estates.map(estateMessage), nextPageToken: next };
  }

  async listUnits({ pageSize, pageToken, estateId, query }: ListUnitsRequest, work: Work) {
    const { units, next } = await this.units.list(work, { estateId, query }, pageSize, pageToken);
    return { units: units.map(unitMessage), nextPageToken: next };
  }

  async listPersons({ pageSize, pageToken, unitId, phone }: ListPersonsRequest, work: Work) {
    const { persons, next } = await this.persons.list(work, { unitId, phone }, pageSize, pageToken);
    return { persons: persons.map(personMessage), nextPageToken: next };
  }

  async getPerson({ id }: GetPersonRequest, work: Work) {
    return personMessage(await this.persons.get(work, id));
  }

  async revealPerson(request: RevealPersonRequest, work: Work) {
    return personMessage(await this.verbs.revealPerson.run(work, request));
  }

  async listReveals({ personId, pageSize, pageToken }: ListRevealsRequest, work: Work) {
    await this.persons.get(work, personId);
    const { reveals, next } = await this.persons.reveals(work, personId, pageSize, pageToken);
    const shown = reveals.map(({ staffId, reason, at }) => ({
      staffId,
      reason,
      time: timestampFromDate(at),
    }));
    return { reveals: shown, nextPageToken: next };
  }

  async importRegister(request: ImportRegisterRequest, work: Work) {
    return this.verbs.importRegister.run(work, request);
  }

  async createDepartment({ name }: CreateDepartmentRequest, work: Work) {
    return this.companies.addDepartment(work, name.trim());
  }

  async listDepartments(_: ListDepartmentsRequest, work: Work) {
    return { departments: await this.companies.departments(work) };
  }

  async createStaff(request: CreateStaffRequest, work: Work) {
    return staffMessage(await this.verbs.createStaff.run(work, request));
  }

  async listStaff({ post, estateId, pageSize, pageToken }: ListStaffRequest, work: Work) {
    const { staff, next } = await this.staff.list(work, { post, estateId }, pageSize, pageToken);
    return { staff: staff.map(staffMessage), nextPageToken: next };
  }

  async assignPost(request: AssignPostRequest, work: Work) {
    return staffMessage(await this.verbs.assignPost.run(work, request));
  }

  async endPost(request: EndPostRequest, work: Work) {
    return staffMessage(await this.verbs.endPost.run(work, request));
  }

  async getContact({ subjectId }: GetContactRequest, work: Work) {
    return this.verbs.getContact.run(work, subjectId);
  }
}
