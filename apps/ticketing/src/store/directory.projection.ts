import { type BusinessCalendar, chinaCalendar, DomainError, type OwnDays, type Week } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Work } from './database.js';

/** An estate as cases need it. */
export interface Place {
  readonly id: string;
  readonly code: string;
  readonly zone: string;
  readonly calendar: BusinessCalendar;
}

export interface EstateFacts extends Place {
  /** The version of the time limits in force at the work's moment; empty for the built-in one. */
  readonly policyVersion: string;
}

interface EstateRow extends OwnDays {
  readonly id: string;
  readonly code: string;
  readonly zone: string;
  readonly week: Week;
}

const office = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:30' },
];

/** Eight hours from Monday to Friday, with public holidays and swapped working days: where an estate says nothing else. */
const defaultWeek: Week = { 1: office, 2: office, 3: office, 4: office, 5: office };

const calendars = new LRUCache<string, BusinessCalendar>({ max: 1_000 });

/** On which hours an estate works. */
export interface Hours {
  readonly zone: string;
  readonly week: Week;
  readonly own: OwnDays;
}

/** One object per set of hours: the kernel checks and prepares a calendar once per object. */
function calendarOf({ zone, week, own }: Hours): BusinessCalendar {
  const key = JSON.stringify([zone, week, own]);
  const calendar =
    calendars.get(key) ?? chinaCalendar(Object.keys(week).length > 0 ? week : defaultWeek, zone, own);
  calendars.set(key, calendar);
  return calendar;
}

function factsOf({ id, code, zone, week, off, worked }: EstateRow): Place {
  return { id, code, zone, calendar: calendarOf({ zone, week, own: { off, worked } }) };
}

/** What this service keeps of the directory, so that no case waits for another service. */
@Injectable()
export class DirectoryProjection {
  async estate(work: Work, id: string): Promise<EstateFacts> {
    const [row] = await work.tx.$queryRaw<(EstateRow & { readonly version: string | null })[]>`
      SELECT estate_id::text AS id, code, zone, week, days_off AS off, days_worked AS worked, (
        SELECT version FROM policy_version WHERE tenant_id = anju_tenant() AND effective_at <= ${work.now}
        ORDER BY effective_at DESC, published_at DESC LIMIT 1) AS version
      FROM estate WHERE tenant_id = anju_tenant() AND estate_id = ${id}::uuid`;
    if (!row)
      throw new DomainError('ticketing.estate_unknown', 'invalid', {}, [
        { field: 'estateId', rule: 'known' },
      ]);
    return { ...factsOf(row), policyVersion: row.version ?? '' };
  }

  /** Every estate behind the caller's wall. */
  async estates(work: Work): Promise<Map<string, Place>> {
    const rows = await work.tx.estate.findMany({ where: { tenantId: work.actor.tenantId } });
    return new Map(
      rows.map(({ daysOff: off, daysWorked: worked, ...row }) => [
        row.estateId,
        factsOf({ ...row, id: row.estateId, week: row.week as unknown as Week, off, worked }),
      ]),
    );
  }

  async keepEstate(
    work: Work,
    estate: Hours & { readonly id: string; readonly name: string; readonly code: string },
  ): Promise<void> {
    const { tenantId } = work.actor;
    const own = { daysOff: [...estate.own.off], daysWorked: [...estate.own.worked] };
    const { name, code, zone, week } = estate;
    const data = { name, code, zone, week: week as object, ...own };
    const where = { tenantId_estateId: { tenantId, estateId: estate.id } };
    await work.tx.estate.upsert({ where, create: { ...data, tenantId, estateId: estate.id }, update: data });
  }

  async keepUnits(
    work: Work,
    estateId: string,
    units: readonly { readonly unitId: string; readonly label: string }[],
  ): Promise<void> {
    await work.tx.$executeRaw`
      INSERT INTO unit (tenant_id, unit_id, estate_id, label)
      SELECT anju_tenant(), told.unit_id, ${estateId}::uuid, told.label
      FROM unnest(${units.map((unit) => unit.unitId)}::uuid[], ${units.map((unit) => unit.label)}::text[])
        AS told (unit_id, label)
      ON CONFLICT (tenant_id, unit_id) DO UPDATE SET estate_id = excluded.estate_id, label = excluded.label`;
  }

  /**
   * All ties a person has now; what is not among them has ended. An older state than the one that access was last
   * granted by, such as one that is replayed, changes nothing.
   */
  async keepTies(
    work: Work,
    ties: readonly { personId: string; unitId: string; estateId: string }[],
    persons: readonly string[],
  ): Promise<void> {
    const told = work.heardTime ?? work.now;
    const rows = await work.tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM unnest(${[...persons]}::uuid[]) AS id WHERE NOT EXISTS (
        SELECT 1 FROM access_grant g WHERE g.tenant_id = anju_tenant() AND g.subject_id = id AND g.kind = 'resident'
          AND g.changed_at > ${told})`;
    const current = new Set(rows.map((row) => row.id));
    await work.tx
      .$executeRaw`DELETE FROM person_tie WHERE tenant_id = anju_tenant() AND person_id = ANY (${[...current]}::uuid[])`;
    const fresh = ties.filter(({ personId }) => current.has(personId));
    await work.tx.$executeRaw`
      INSERT INTO person_tie (tenant_id, person_id, unit_id, estate_id)
      SELECT anju_tenant(), (tie->>'personId')::uuid, (tie->>'unitId')::uuid, (tie->>'estateId')::uuid
      FROM jsonb_array_elements(${JSON.stringify(fresh)}::jsonb) tie ON CONFLICT DO NOTHING`;
  }

  /** Refuses a unit that is not in the estate, or not the resident's own, and a requester who has no home there. */
  async requireKnown(work: Work, estateId: string, unitId: string, requesterId: string): Promise<void> {
    const own = work.actor.kind === 'resident';
    const [known] = await work.tx.$queryRaw<{ unit: boolean; person: boolean }[]>`
      SELECT ${unitId} = '' OR EXISTS (SELECT 1 FROM unit WHERE tenant_id = anju_tenant()
               AND unit_id = nullif(${unitId}, '')::uuid AND estate_id = ${estateId}::uuid
               AND (NOT ${own} OR EXISTS (SELECT 1 FROM person_tie t WHERE t.tenant_id = anju_tenant()
                 AND t.person_id = nullif(${requesterId}, '')::uuid AND t.unit_id = unit.unit_id))) AS unit,
             ${requesterId} = '' OR EXISTS (SELECT 1 FROM person_tie WHERE tenant_id = anju_tenant()
               AND person_id = nullif(${requesterId}, '')::uuid AND estate_id = ${estateId}::uuid) AS person`;
    if (!known?.unit)
      throw new DomainError('ticketing.unit_unknown', 'invalid', {}, [{ field: 'unitId', rule: 'known' }]);
    if (!known.person)
      throw new DomainError('ticketing.requester_unknown', 'invalid', {}, [
        { field: 'requesterId', rule: 'known' },
      ]);
  }

  /** Whether a member of staff holds one of the posts with reach over the estate. */
  async staffHolds(
    work: Work,
    staffId: string,
    estateId: string,
    posts: readonly number[],
  ): Promise<boolean> {
    const rows = await work.tx.$queryRaw<unknown[]>`
      SELECT 1 FROM access_grant g, jsonb_array_elements(g.posts) held
      WHERE g.tenant_id = anju_tenant() AND g.subject_id = ${staffId}::uuid AND g.kind = 'staff'
        AND (held->>'post')::int = ANY (${[...posts]}::int[])
        AND (held->'estates' = 'null'::jsonb OR held->'estates' ? ${estateId})`;
    return rows.length > 0;
  }
}
