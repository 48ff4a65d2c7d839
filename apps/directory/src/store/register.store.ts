import { newId } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { type RegisterRow, unitKey, type UnitUse } from '../domain/register.js';
import {
  type KnownPerson,
  type PersonChange,
  type Plan,
  planRegister,
  type Tie,
  type Unit,
} from '../domain/register-plan.js';
import type { Work } from './database.js';
import { type TenantKeys, Vault } from './vault.js';

const batch = 2_000;

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += batch) yield items.slice(at, at + batch);
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly hash: string | null;
  readonly email: string;
  readonly number: string;
}

/** Set-based reading and writing of whole registers. */
@Injectable()
export class RegisterStore {
  constructor(private readonly vault: Vault) {}

  /** Estates by name and by code. */
  async estates(work: Work): Promise<Map<string, string>> {
    const rows = await work.tx.estate.findMany({
      where: { tenantId: work.actor.tenantId },
      select: { id: true, name: true, code: true },
    });
    return new Map(rows.flatMap(({ id, name, code }) => [[code, id] as const, [name, id] as const]));
  }

  /** One import of a company at a time: the second one compares with what the first one wrote. */
  async lock(work: Work): Promise<void> {
    await work.tx
      .$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('register ' || anju_tenant(), 0))::text`;
  }

  /** What the import of these rows would do. */
  async plan(work: Work, rows: readonly RegisterRow[]): Promise<Plan> {
    const keys = await this.vault.keys(work);
    const hashes = new Map<string, string>();
    for (const some of batches(rows)) {
      for (const { phone } of some) if (phone) hashes.set(phone, keys.phoneHash(phone));
      await breathe();
    }
    const all = await this.#units(work, [...new Set(rows.map((row) => row.estateId))]);
    const units = new Map(all.map((unit) => [unitKey(unit), unit]));
    const named = rows.flatMap((row) => units.get(unitKey(row))?.id ?? []);
    const ties = await this.#tiesOfUnits(work, [...new Set(named)]);
    const persons = await this.#persons(work, ties, [...hashes.values()], keys);
    const phoneHash = (phone: string) => hashes.get(phone) ?? keys.phoneHash(phone);
    return planRegister(rows, { units, ties, persons }, { newId, phoneHash });
  }

  async #units(work: Work, estateIds: readonly string[]): Promise<Unit[]> {
    const rows = await work.tx.$queryRaw<
      (Omit<Unit, 'areaCentiM2' | 'use'> & { area: string; use: string })[]
    >`
      SELECT id::text, estate_id::text AS "estateId", building, number, area_centi_m2::text AS area, use FROM unit
      WHERE tenant_id = anju_tenant() AND estate_id = ANY (${estateIds}::uuid[])`;
    return rows.map(({ area, use, ...unit }) => ({
      ...unit,
      areaCentiM2: Number(area),
      use: use as UnitUse,
    }));
  }

  async #tiesOfUnits(work: Work, unitIds: readonly string[]): Promise<Tie[]> {
    const ties: Tie[] = [];
    for (const ids of batches(unitIds)) {
      const rows = await work.tx.$queryRaw<Tie[]>`
        SELECT person_id::text AS "personId", unit_id::text AS "unitId", estate_id::text AS "estateId", kind FROM tie
        WHERE tenant_id = anju_tenant() AND to_at IS NULL AND unit_id = ANY (${ids}::uuid[])`;
      ties.push(...rows);
    }
    return ties;
  }

  /** Residents of these units, and whoever has one of these phones. */
  async #persons(
    work: Work,
    ties: readonly Tie[],
    hashes: readonly string[],
    keys: TenantKeys,
  ): Promise<KnownPerson[]> {
    const found = new Map<string, KnownPerson>();
    const keep = async (rows: readonly PersonRow[]) => {
      for (const { id, name, hash, email, number } of rows) {
        const open = { name: keys.open(name), email: keys.open(email), idNumber: keys.open(number) };
        found.set(id, { id, phoneHash: hash, ...open });
      }
      await breathe();
    };
    for (const ids of batches([...new Set(ties.map((tie) => tie.personId))]))
      await keep(
        await work.tx.$queryRaw<PersonRow[]>`
        SELECT id::text, name_sealed AS name, phone_hash AS hash, email_sealed AS email, id_number_sealed AS number
        FROM person WHERE tenant_id = anju_tenant() AND id = ANY (${ids}::uuid[])`,
      );
    const known = new Set([...found.values()].map((person) => person.phoneHash));
    for (const some of batches(hashes.filter((hash) => !known.has(hash))))
      await keep(
        await work.tx.$queryRaw<PersonRow[]>`
        SELECT id::text, name_sealed AS name, phone_hash AS hash, email_sealed AS email, id_number_sealed AS number
        FROM person WHERE tenant_id = anju_tenant() AND phone_hash = ANY (${some}::text[])`,
      );
    return [...found.values()];
  }

  async write(work: Work, plan: Plan): Promise<void> {
    for (const units of batches([...plan.newUnits, ...plan.changedUnits]))
      await this.#writeUnits(work, units);
    const keys = await this.vault.keys(work);
    for (const persons of batches(plan.persons)) await this.#writePersons(work, persons, keys);
    for (const ties of batches(plan.ties)) await this.#writeTies(work, ties);
    const fresh = new Set(plan.persons.filter(({ known }) => !known).map(({ id }) => id));
    const moved = [...new Set(plan.ties.map((tie) => tie.personId))].filter((id) => !fresh.has(id));
    for (const ids of batches(moved))
      await work.tx.$executeRaw`
        UPDATE person p SET estate_ids = ARRAY(SELECT DISTINCT t.estate_id FROM tie t
          WHERE t.tenant_id = p.tenant_id AND t.person_id = p.id AND t.to_at IS NULL)
        WHERE p.tenant_id = anju_tenant() AND p.id = ANY (${ids}::uuid[])`;
    await this.#countUnits(work, plan.newUnits);
  }

  async #writeUnits(work: Work, units: readonly Unit[]): Promise<void> {
    await work.tx.$executeRaw`
      INSERT INTO unit (tenant_id, id, estate_id, building, number, area_centi_m2, use)
      SELECT anju_tenant(), * FROM unnest(${units.map((unit) => unit.id)}::uuid[],
        ${units.map((unit) => unit.estateId)}::uuid[], ${units.map((unit) => unit.building)}::text[],
        ${units.map((unit) => unit.number)}::text[], ${units.map((unit) => unit.areaCentiM2)}::bigint[],
        ${units.map((unit) => unit.use)}::text[])
      ON CONFLICT (tenant_id, id) DO UPDATE SET area_centi_m2 = excluded.area_centi_m2, use = excluded.use`;
  }

  async #countUnits(work: Work, units: readonly Unit[]): Promise<void> {
    const ids = units.map((unit) => unit.estateId);
    await work.tx.$executeRaw`
      UPDATE estate e SET unit_count = e.unit_count + n.count
      FROM (SELECT id, count(*)::int AS count FROM unnest(${ids}::uuid[]) AS id GROUP BY id) n
      WHERE e.tenant_id = anju_tenant() AND e.id = n.id`;
  }

  /** New persons whole; of known ones what the file adds or changes. */
  async #writePersons(work: Work, persons: readonly PersonChange[], keys: TenantKeys): Promise<void> {
    const sealed = persons.map(({ id, known, phoneHash, estateIds, ...open }) => ({
      ...{ id, known, phoneHash, estateIds: [...estateIds] },
      ...{ name: keys.seal(open.name), phone: keys.seal(open.phone) },
      ...{ email: keys.seal(open.email), idNumber: keys.seal(open.idNumber) },
    }));
    const [fresh, changed] = [sealed.filter(({ known }) => !known), sealed.filter(({ known }) => known)];
    if (fresh.length > 0)
      await work.tx.$executeRaw`
        INSERT INTO person (tenant_id, id, name_sealed, phone_sealed, phone_hash, email_sealed, id_number_sealed, estate_ids)
        SELECT anju_tenant(), (p->>'id')::uuid, p->>'name', p->>'phone', p->>'phoneHash', p->>'email', p->>'idNumber',
               ARRAY(SELECT jsonb_array_elements_text(p->'estateIds')::uuid)
        FROM jsonb_array_elements(${JSON.stringify(fresh)}::jsonb) p`;
    if (changed.length > 0)
      await work.tx.$executeRaw`
        UPDATE person SET name_sealed = coalesce(nullif(p->>'name', ''), name_sealed),
          phone_sealed = coalesce(nullif(p->>'phone', ''), phone_sealed),
          phone_hash = coalesce(p->>'phoneHash', phone_hash),
          email_sealed = coalesce(nullif(p->>'email', ''), email_sealed),
          id_number_sealed = coalesce(nullif(p->>'idNumber', ''), id_number_sealed)
        FROM jsonb_array_elements(${JSON.stringify(changed)}::jsonb) p
        WHERE tenant_id = anju_tenant() AND id = (p->>'id')::uuid`;
  }

  async #writeTies(work: Work, ties: readonly Tie[]): Promise<void> {
    const [personIds, unitIds] = [ties.map((tie) => tie.personId), ties.map((tie) => tie.unitId)];
    await work.tx.$executeRaw`
      UPDATE tie SET to_at = ${work.now}
      FROM unnest(${personIds}::uuid[], ${unitIds}::uuid[]) AS ended (person_id, unit_id)
      WHERE tie.tenant_id = anju_tenant() AND tie.to_at IS NULL
        AND tie.person_id = ended.person_id AND tie.unit_id = ended.unit_id`;
    await work.tx.$executeRaw`
      INSERT INTO tie (tenant_id, id, person_id, unit_id, estate_id, kind, from_at)
      SELECT anju_tenant(), begun.*, ${work.now} FROM unnest(${ties.map(() => newId())}::uuid[],
        ${personIds}::uuid[], ${unitIds}::uuid[], ${ties.map((tie) => tie.estateId)}::uuid[],
        ${ties.map((tie) => tie.kind)}::text[]) AS begun`;
  }

  /** All ties these persons have now. */
  async tiesOf(work: Work, personIds: readonly string[]): Promise<Tie[]> {
    const ties: Tie[] = [];
    for (const ids of batches(personIds)) {
      const rows = await work.tx.$queryRaw<Tie[]>`
        SELECT person_id::text AS "personId", unit_id::text AS "unitId", estate_id::text AS "estateId", kind FROM tie
        WHERE tenant_id = anju_tenant() AND to_at IS NULL AND person_id = ANY (${ids}::uuid[])`;
      ties.push(...rows);
    }
    return ties;
  }
}
