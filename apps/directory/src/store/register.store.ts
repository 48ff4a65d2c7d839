import { newId } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { RegisterRow, TieKind } from '../domain/register.js';
import type { Work } from './database.js';
import type { TenantKeys } from './vault.js';

const batch = 2_000;

export interface PlannedUnit {
  readonly id: string;
  readonly estateId: string;
  readonly building: string;
  readonly number: string;
  readonly areaCentiM2: number;
  readonly use: string;
}

export interface PlannedPerson {
  readonly id: string;
  readonly row: RegisterRow;
  readonly phoneHash: string | null;
  readonly estateIds: Set<string>;
}

export interface PlannedTie {
  readonly personId: string;
  readonly unitId: string;
  readonly estateId: string;
  readonly kind: TieKind;
}

/** What an import would do. */
export interface Plan {
  readonly newUnits: PlannedUnit[];
  readonly changedUnits: PlannedUnit[];
  readonly newPersons: PlannedPerson[];
  readonly ties: PlannedTie[];
  readonly newBuildings: number;
}

interface UnitRow {
  id: string;
  estate_id: string;
  building: string;
  number: string;
  area: string;
  use: string;
}

const unitKey = (estateId: string, building: string, number: string) =>
  JSON.stringify([estateId, building, number]);

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += batch) yield items.slice(at, at + batch);
}

/** Set-based reading and writing of whole registers. */
@Injectable()
export class RegisterStore {
  /** Estates by name and by code. */
  async estates(work: Work): Promise<Map<string, string>> {
    const rows = await work.tx.estate.findMany({
      where: { tenantId: work.actor.tenantId },
      select: { id: true, name: true, code: true },
    });
    return new Map(rows.flatMap(({ id, name, code }) => [[name, id] as const, [code, id] as const]));
  }

  /** Compares the rows with what is there: same unit by building and number, same person by phone. */
  async plan(work: Work, rows: readonly RegisterRow[], keys: TenantKeys): Promise<Plan> {
    const estates = [...new Set(rows.map((row) => row.estateId))];
    const there = await work.tx.$queryRaw<UnitRow[]>`
      SELECT id::text, estate_id::text, building, number, area_centi_m2::text AS area, use FROM unit
      WHERE tenant_id = anju_tenant() AND estate_id = ANY (${estates}::uuid[])`;
    const units = new Map(there.map((row) => [unitKey(row.estate_id, row.building, row.number), row]));
    const buildings = new Set(there.map((row) => `${row.estate_id} ${row.building}`));
    const plan: Plan = { newUnits: [], changedUnits: [], newPersons: [], ties: [], newBuildings: 0 };
    const unitIds = this.#planUnits(plan, rows, units);
    await this.#planPersons(work, plan, rows, { keys, unitIds });
    const named = new Set(rows.map((row) => `${row.estateId} ${row.building}`));
    return { ...plan, newBuildings: [...named].filter((name) => !buildings.has(name)).length };
  }

  #planUnits(
    plan: Plan,
    rows: readonly RegisterRow[],
    there: ReadonlyMap<string, UnitRow>,
  ): Map<string, string> {
    const ids = new Map<string, string>();
    for (const { estateId, building, number, areaCentiM2, use } of rows) {
      const key = unitKey(estateId, building, number);
      if (ids.has(key)) continue;
      const known = there.get(key);
      const unit = { id: known?.id ?? newId(), estateId, building, number, areaCentiM2, use };
      ids.set(key, unit.id);
      if (!known) plan.newUnits.push(unit);
      else if (known.area !== String(areaCentiM2) || known.use !== use) plan.changedUnits.push(unit);
    }
    return ids;
  }

  async #planPersons(
    work: Work,
    plan: Plan,
    rows: readonly RegisterRow[],
    { keys, unitIds }: { keys: TenantKeys; unitIds: ReadonlyMap<string, string> },
  ): Promise<void> {
    const hashes = new Map(
      rows.filter((row) => row.phone !== '').map((row) => [row.phone, keys.phoneHash(row.phone)]),
    );
    const known = await work.tx.$queryRaw<{ id: string; phone_hash: string }[]>`
      SELECT id::text, phone_hash FROM person
      WHERE tenant_id = anju_tenant() AND phone_hash = ANY (${[...hashes.values()]}::text[])`;
    const byHash = new Map(known.map((row) => [row.phone_hash, row.id]));
    const planned = new Map<string, PlannedPerson>();
    const namedHere = await this.#namedIn(
      work,
      [...new Set(rows.filter((row) => row.phone === '' && row.name).map((row) => row.estateId))],
      keys,
    );
    for (const row of rows) {
      if (row.name === '') continue;
      const unitId = unitIds.get(unitKey(row.estateId, row.building, row.number)) ?? '';
      const phoneHash = hashes.get(row.phone) ?? null;
      const identity = phoneHash ?? `${unitId} ${row.name}`;
      const id =
        (phoneHash ? byHash.get(phoneHash) : namedHere.get(identity)) ?? planned.get(identity)?.id ?? newId();
      if (!byHash.has(phoneHash ?? '') && !namedHere.has(identity) && !planned.has(identity)) {
        planned.set(identity, { id, row, phoneHash, estateIds: new Set() });
      }
      planned.get(identity)?.estateIds.add(row.estateId);
      plan.ties.push({ personId: id, unitId, estateId: row.estateId, kind: row.kind });
    }
    plan.newPersons.push(...planned.values());
  }

  /** Residents without a phone, by unit and name, so that the same file read twice adds nobody twice. */
  async #namedIn(work: Work, estateIds: readonly string[], keys: TenantKeys): Promise<Map<string, string>> {
    const rows = await work.tx.$queryRaw<{ person_id: string; unit_id: string; name_sealed: string }[]>`
      SELECT t.person_id::text, t.unit_id::text, p.name_sealed FROM tie t
      JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.person_id
      WHERE t.tenant_id = anju_tenant() AND t.estate_id = ANY (${[...estateIds]}::uuid[]) AND p.phone_hash IS NULL`;
    return new Map(rows.map((row) => [`${row.unit_id} ${keys.open(row.name_sealed)}`, row.person_id]));
  }

  async write(work: Work, plan: Plan, keys: TenantKeys): Promise<void> {
    for (const units of batches([...plan.newUnits, ...plan.changedUnits])) {
      await work.tx.$executeRaw`
        INSERT INTO unit (tenant_id, id, estate_id, building, number, area_centi_m2, use)
        SELECT anju_tenant(), (u->>'id')::uuid, (u->>'estateId')::uuid, u->>'building', u->>'number',
               (u->>'areaCentiM2')::bigint, u->>'use'
        FROM jsonb_array_elements(${JSON.stringify(units)}::jsonb) u
        ON CONFLICT (tenant_id, id) DO UPDATE SET area_centi_m2 = excluded.area_centi_m2, use = excluded.use`;
    }
    for (const persons of batches(plan.newPersons)) await this.#writePersons(work, persons, keys);
    for (const ties of batches(plan.ties)) {
      await work.tx.$executeRaw`
        INSERT INTO tie (tenant_id, person_id, unit_id, estate_id, kind)
        SELECT anju_tenant(), (t->>'personId')::uuid, (t->>'unitId')::uuid, (t->>'estateId')::uuid, t->>'kind'
        FROM jsonb_array_elements(${JSON.stringify(ties)}::jsonb) t
        ON CONFLICT (tenant_id, person_id, unit_id) DO UPDATE SET kind = excluded.kind`;
    }
    // New persons were written with their estates; only those who were known may have come by another.
    const fresh = new Set(plan.newPersons.map(({ id }) => id));
    const known = [...new Set(plan.ties.map((tie) => tie.personId))].filter((id) => !fresh.has(id));
    for (const ids of batches(known)) {
      await work.tx.$executeRaw`
        UPDATE person p SET estate_ids = (SELECT array_agg(DISTINCT t.estate_id) FROM tie t
                                          WHERE t.tenant_id = p.tenant_id AND t.person_id = p.id)
        WHERE p.tenant_id = anju_tenant() AND p.id = ANY (${[...ids]}::uuid[])`;
    }
  }

  async #writePersons(work: Work, persons: readonly PlannedPerson[], keys: TenantKeys): Promise<void> {
    const sealed = persons.map(({ id, row, phoneHash, estateIds }) => ({
      ...{ id, phoneHash, estateIds: [...estateIds] },
      ...{
        name: keys.seal(row.name),
        phone: keys.seal(row.phone),
        email: keys.seal(row.email),
        idNumber: keys.seal(row.idNumber),
      },
    }));
    await work.tx.$executeRaw`
      INSERT INTO person (tenant_id, id, name_sealed, phone_sealed, phone_hash, email_sealed, id_number_sealed, estate_ids)
      SELECT anju_tenant(), (p->>'id')::uuid, p->>'name', p->>'phone', p->>'phoneHash', p->>'email', p->>'idNumber',
             ARRAY(SELECT jsonb_array_elements_text(p->'estateIds')::uuid)
      FROM jsonb_array_elements(${JSON.stringify(sealed)}::jsonb) p`;
  }

  /** All ties of these persons as they are now. */
  async tiesOf(work: Work, personIds: readonly string[]): Promise<PlannedTie[]> {
    const rows: PlannedTie[] = [];
    for (const ids of batches(personIds)) {
      const found = await work.tx.tie.findMany({
        where: { tenantId: work.actor.tenantId, personId: { in: [...ids] } },
      });
      rows.push(...found.map((tie) => ({ ...tie, kind: tie.kind as TieKind })));
    }
    return rows;
  }
}
