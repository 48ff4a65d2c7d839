import { Post } from '@anju/contracts/options';
import {
  type CreateEstateRequest,
  type CreateTenantRequest,
  EstateChangedSchema,
  TenantChangedSchema,
  type UpdateEstateRequest,
} from '@anju/contracts/directory';
import {
  type BusinessCalendar,
  checkCalendar,
  DomainError,
  type Frame,
  newId,
  type Weekday,
} from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { CompanyStore, type Estate, type Frame as WeekFrame, type Tenant } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { StaffStore } from '../store/staff.store.js';
import { Vault } from '../store/vault.js';
import { tellPosts } from './posts.js';

/** Refuses a zone or a week that no deadline could be computed on, by the field that is wrong. */
function checkHours(zone: string, frames: readonly WeekFrame[]): void {
  const week: Partial<Record<Weekday, Frame[]>> = {};
  for (const { weekday, from, to } of frames) (week[weekday as Weekday] ??= []).push({ from, to });
  const calendar: BusinessCalendar = { zone, week, holidays: [], workdays: [] };
  try {
    checkCalendar(calendar);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const byZone = error.violations.some(({ field }) => field === 'zone');
    const violations = byZone
      ? [{ field: 'zone', rule: 'zone' }]
      : error.violations.map((one) => ({ ...one, field: `workingWeek.${one.field}` }));
    throw new DomainError(
      byZone ? 'directory.zone_unknown' : 'directory.week_invalid',
      'invalid',
      {},
      violations,
    );
  }
}

const framesOf = (week: CreateEstateRequest['workingWeek']): WeekFrame[] =>
  (week?.frames ?? []).map(({ weekday, from, to }) => ({ weekday, from, to }));

/** Companies taken in by the host, and the estates a company manages. */
@Injectable()
export class Companies {
  constructor(
    private readonly companies: CompanyStore,
    private readonly staff: StaffStore,
    private readonly vault: Vault,
  ) {}

  /** A company begins with a data key of its own and one administrator. */
  async take(work: Work, request: CreateTenantRequest): Promise<{ tenant: Tenant; administratorId: string }> {
    const { name, code, group } = request;
    const tenant: Tenant = { id: newId(), name, code, group, createdAt: work.now };
    await work.inPlatform(() => this.companies.host(work, tenant));
    await work.enter(tenant.id);
    await this.companies.addProfile(work, tenant);
    await this.vault.addKey(work, tenant.id);
    const person = {
      name: request.administratorName,
      email: request.administratorEmail,
      phone: '',
      departmentId: '',
    };
    const { id } = await this.staff.add(work, tenant.id, person);
    const post = { post: Post.ADMINISTRATOR, estateIds: [] };
    await this.staff.givePost(work, tenant.id, id, post);
    work.tell(TenantChangedSchema, { tenantId: tenant.id, name, code }, { subject: tenant.id });
    tellPosts(work, id, [post]);
    return { tenant, administratorId: id };
  }

  async openEstate(work: Work, request: CreateEstateRequest): Promise<Estate> {
    const { name, code, address } = request;
    const [zone, week] = [request.zone || 'Asia/Shanghai', framesOf(request.workingWeek)];
    checkHours(zone, week);
    const estate = await this.companies.addEstate(work, { name, code, address, zone, week });
    this.#tell(work, estate);
    return estate;
  }

  async changeEstate(work: Work, request: UpdateEstateRequest): Promise<Estate> {
    const { id, etag, name, address, zone, workingWeek } = request;
    const week = workingWeek ? framesOf(workingWeek) : undefined;
    checkHours(zone ?? 'Asia/Shanghai', week ?? []);
    const change = { ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { address }) };
    const hours = { ...(zone === undefined ? {} : { zone }), ...(week ? { week } : {}) };
    const estate = await this.companies.changeEstate(work, id, etag, { ...change, ...hours });
    this.#tell(work, estate);
    return estate;
  }

  #tell(work: Work, { id: estateId, name, code, zone, week }: Estate): void {
    const event = { estateId, name, code, zone, workingWeek: { frames: [...week] } };
    work.tell(EstateChangedSchema, event, { subject: estateId, estateId });
  }
}
