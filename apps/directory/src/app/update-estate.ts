import type { UpdateEstateRequest } from '@anju/contracts/directory';
import type { CompanyStore, Estate } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { tellEstate } from './create-estate.js';
import { checkHours, framesOf } from './estate-hours.js';

/** Changes what is given of an estate; deadlines already promised stay as they were told. */
export class UpdateEstate {
  constructor(private readonly companies: CompanyStore) {}

  async run(work: Work, request: UpdateEstateRequest): Promise<Estate> {
    const { id, etag, name, address, zone, workingWeek } = request;
    const week = workingWeek && framesOf(workingWeek);
    checkHours(zone ?? 'Asia/Shanghai', week ?? []);
    const named = name === undefined ? {} : { name: name.trim() };
    const placed = address === undefined ? {} : { address };
    const hours = { ...(zone === undefined ? {} : { zone }), ...(week ? { week } : {}) };
    const estate = await this.companies.changeEstate(work, id, etag, { ...named, ...placed, ...hours });
    tellEstate(work, estate);
    return estate;
  }
}
