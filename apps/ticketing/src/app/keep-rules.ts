import { DomainError, newId } from '@anju/kernel';
import { checkEtag } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { type AssignmentRule, mostRules } from '../domain/assignment.js';
import { concerns, type Reach, requireOwn, requireReach, requireRoom } from '../domain/desk-setting.js';
import { AssignmentRuleStore } from '../store/assignment-rule.store.js';
import type { Work } from '../store/database.js';
import { DeskStore, servicePosts } from '../store/desk.store.js';

type Said = Omit<AssignmentRule, 'id' | 'updatedAt' | 'version'>;

const reachOf = ({ actor }: Work): Reach => actor.estates('ticketing.assignment_rules');

/** A manager says to whom new cases are proposed. */
@Injectable()
export class KeepRules {
  constructor(
    private readonly rules: AssignmentRuleStore,
    private readonly desk: DeskStore,
  ) {}

  async list(work: Work): Promise<AssignmentRule[]> {
    return (await this.rules.list(work)).filter((rule) => concerns(rule, reachOf(work)));
  }

  async create(work: Work, said: Said): Promise<AssignmentRule> {
    await this.#requireSound(work, said);
    requireRoom('rules_full', await this.rules.lock(work), mostRules);
    const rule = { ...said, id: newId(), updatedAt: work.now, version: 1 };
    await this.rules.add(work, rule);
    return rule;
  }

  async change(work: Work, id: string, etag: string, change: Partial<Said>): Promise<AssignmentRule> {
    const before = await this.#own(work, id, etag);
    const after = { ...before, ...change, updatedAt: work.now, version: before.version + 1 };
    // People who left the desk since may stay in a rule that is about something else now.
    await this.#requireSound(work, change.staffIds ? after : { ...after, staffIds: [] });
    await this.rules.save(work, after);
    return after;
  }

  async remove(work: Work, id: string, etag: string): Promise<AssignmentRule> {
    const rule = await this.#own(work, id, etag);
    await this.rules.remove(work, id);
    return rule;
  }

  /** Within reach, and of people who work at the desk of one of its estates. */
  async #requireSound(work: Work, rule: Said): Promise<void> {
    requireReach(rule, reachOf(work));
    if (rule.staffIds.length === 0) return;
    const reach = rule.estateIds.length > 0 ? rule.estateIds : 'all';
    const people = new Set((await this.desk.people(work, reach, servicePosts)).map(({ staffId }) => staffId));
    const strange = rule.staffIds.findIndex((id) => !people.has(id));
    if (strange >= 0)
      throw new DomainError('ticketing.assignee_unfit', 'invalid', {}, [
        { field: `staffIds[${strange}]`, rule: 'service_post' },
      ]);
  }

  async #own(work: Work, id: string, etag: string): Promise<AssignmentRule> {
    await this.rules.lock(work);
    const rule = await this.rules.get(work, id);
    requireOwn(rule, reachOf(work));
    checkEtag(etag, String(rule.version));
    return rule;
  }
}
