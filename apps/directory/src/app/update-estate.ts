import type { UpdateEstateRequest } from '@anju/contracts/directory';
import type { CompanyStore, Estate } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { tellEstate } from './create-estate.js';
import { checkHours, hoursOf } from './estate-hours.js';

/** Changes what is given of an estate; deadlines already promised stay as they were told. */
export class UpdateEstate {
  constructor(private readonly companies: CompanyStore) {}

  async run(work: Work, request: UpdateEstateRequest): Promise<Estate> {
    const { id, etag, name, address, zone, workingWeek } = request;
    const hours = workingWeek && hoursOf(workingWeek);
    checkHours(zone ?? 'Asia/Shanghai', hours ?? hoursOf(undefined));
    const named = name === undefined ? {} : { name: name.trim() };
    const placed = address === undefined ? {} : { address };
    const zoned = zone === undefined ? {} : { zone };
    const change = { ...named, ...placed, ...zoned, ...hours };
    const estate = await this.companies.changeEstate(work, id, etag, change);
    tellEstate(work, estate);
    return estate;
  }
}
