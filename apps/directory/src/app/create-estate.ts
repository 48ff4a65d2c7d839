import { type CreateEstateRequest, EstateChangedSchema } from '@anju/contracts/directory';
import type { CompanyStore, Estate } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { checkHours, framesOf } from './estate-hours.js';

export function tellEstate(work: Work, { id: estateId, name, code, zone, week }: Estate): void {
  const event = { estateId, name, code, zone, workingWeek: { frames: [...week] } };
  work.tell(EstateChangedSchema, event, { subject: estateId, estateId });
}

/** Opens an estate with the hours its deadlines are reckoned on. */
export class CreateEstate {
  constructor(private readonly companies: CompanyStore) {}

  async run(work: Work, { name, code, address, zone, workingWeek }: CreateEstateRequest): Promise<Estate> {
    const hours = { zone: zone || 'Asia/Shanghai', week: framesOf(workingWeek) };
    checkHours(hours.zone, hours.week);
    const estate = await this.companies.addEstate(work, { name: name.trim(), code, address, ...hours });
    tellEstate(work, estate);
    return estate;
  }
}
