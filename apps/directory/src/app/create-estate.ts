import { type CreateEstateRequest, EstateChangedSchema } from '@anju/contracts/directory';
import { weekMessage } from './directory-message.js';
import type { CompanyStore, Estate } from '../store/company.store.js';
import type { Work } from '../store/database.js';
import { checkHours, hoursOf } from './estate-hours.js';

export function tellEstate(work: Work, { id: estateId, name, code, zone, ...estate }: Estate): void {
  const event = { estateId, name, code, zone, workingWeek: weekMessage(estate) };
  work.tell(EstateChangedSchema, event, { subject: estateId, estateId });
}

/** Opens an estate with the hours its deadlines are reckoned on. */
export class CreateEstate {
  constructor(private readonly companies: CompanyStore) {}

  async run(work: Work, { name, code, address, zone, workingWeek }: CreateEstateRequest): Promise<Estate> {
    const hours = hoursOf(workingWeek);
    const placed = { name: name.trim(), code, address, zone: zone || 'Asia/Shanghai' };
    checkHours(placed.zone, hours);
    const estate = await this.companies.addEstate(work, { ...placed, ...hours });
    tellEstate(work, estate);
    return estate;
  }
}
