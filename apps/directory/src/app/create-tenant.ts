import { type CreateTenantRequest, TenantChangedSchema } from '@anju/contracts/directory';
import { Post } from '@anju/contracts/options';
import { newId } from '@anju/kernel';
import type { CompanyStore, Tenant } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import type { StaffStore } from '../store/staff.store.js';
import type { Vault } from '../store/vault.js';
import { tellPosts } from './tell-posts.js';

/** A company begins with a data key of its own and one administrator. */
export class CreateTenant {
  constructor(
    private readonly companies: CompanyStore,
    private readonly staff: StaffStore,
    private readonly vault: Vault,
  ) {}

  async run(work: Work, request: CreateTenantRequest): Promise<{ tenant: Tenant; administratorId: string }> {
    const [name, group] = [request.name.trim(), request.group.trim()];
    const tenant: Tenant = { id: newId(), name, code: request.code, group, createdAt: work.now };
    await work.inPlatform(() => this.companies.host(work, tenant));
    await work.enter(tenant.id);
    await this.companies.addProfile(work, tenant);
    await this.vault.addKey(work, tenant.id);
    work.tell(TenantChangedSchema, { tenantId: tenant.id, name, code: tenant.code }, { subject: tenant.id });
    return { tenant, administratorId: await this.#administrator(work, tenant.id, request) };
  }

  async #administrator(work: Work, tenantId: string, request: CreateTenantRequest): Promise<string> {
    const { administratorName: name, administratorEmail: email } = request;
    const id = await this.staff.add(work, tenantId, { name, email, phone: '', departmentId: '' });
    const post = { post: Post.ADMINISTRATOR, estateIds: [] };
    await this.staff.givePost(work, tenantId, id, post);
    tellPosts(work, id, [post]);
    return id;
  }
}
