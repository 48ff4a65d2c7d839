import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { DeskPerson } from '../domain/assignment.js';
import type { Work } from '../store/database.js';
import { DeskStore, servicePosts } from '../store/desk.store.js';
import { DirectoryProjection } from '../store/directory.projection.js';

/** Who of the desk is on duty. */
@Injectable()
export class StaffDesk {
  constructor(
    private readonly desk: DeskStore,
    private readonly directory: DirectoryProjection,
  ) {}

  async list(work: Work, estateId: string): Promise<DeskPerson[]> {
    if (estateId === '') return this.desk.people(work, work.actor.estates('ticketing.desk'), servicePosts);
    await this.directory.estate(work, estateId);
    return this.desk.people(work, [estateId], servicePosts);
  }

  /** Oneself; a manager also people of the estates they manage. */
  async setOnDuty(work: Work, said: { staffId: string; onDuty: boolean }): Promise<DeskPerson> {
    const { actor } = work;
    const staffId = said.staffId || actor.subjectId;
    const own = staffId === actor.subjectId;
    if (!own) actor.require('ticketing.assignment_rules');
    const reach = actor.estates(own ? 'ticketing.desk' : 'ticketing.assignment_rules');
    const [person] = await this.desk.people(work, reach, servicePosts, staffId);
    if (!person)
      throw new DomainError('ticketing.not_at_desk', 'invalid', {}, [
        { field: 'staffId', rule: 'service_post' },
      ]);
    await this.desk.setOnDuty(work, staffId, said.onDuty);
    return { ...person, onDuty: said.onDuty };
  }
}
