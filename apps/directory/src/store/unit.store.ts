import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { maskName, maskPhone } from '../domain/masking.js';
import { isPhone, plainPhone } from '../domain/phone.js';
import { unitWords } from '../domain/unit-words.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { Vault } from './vault.js';

interface Asked {
  readonly estateId: string;
  readonly query: string;
}

interface UnitKey {
  readonly id: string;
  readonly label: string;
}

const withResidents = {
  ties: { where: { toAt: null }, orderBy: { id: 'asc' }, include: { person: true } },
} as const;

/** Units with their residents, masked. */
@Injectable()
export class UnitStore {
  constructor(private readonly vault: Vault) {}

  /** Units by part of their label, or by the exact phone of somebody who belongs to them. */
  async list(work: Work, asked: Asked, size: number, token: string) {
    const after = decodePage(token, asked) as [string, string] | undefined;
    const limit = pageSize(size);
    const found = await this.#find(work, asked, after, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? encodePage([last.label, last.id], asked) : '';
    return { units: await this.#read(work, page), next };
  }

  async #find(work: Work, { estateId, query }: Asked, after: [string, string] | undefined, limit: number) {
    const rules = [Prisma.sql`tenant_id = anju_tenant()`];
    if (after) rules.push(Prisma.sql`(label, id) > (${after[0]}, ${after[1]}::uuid)`);
    if (estateId) rules.push(Prisma.sql`estate_id = ${estateId}::uuid`);
    if (isPhone(plainPhone(query))) {
      const hash = (await this.vault.keys(work)).phoneHash(query);
      rules.push(Prisma.sql`id IN (
        SELECT t.unit_id FROM tie t JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.person_id
        WHERE t.tenant_id = anju_tenant() AND t.to_at IS NULL AND p.phone_hash = ${hash})`);
    } else if (query.trim()) {
      const words = unitWords(query).replace(/[\\%_]/g, '\\$&');
      rules.push(Prisma.sql`words LIKE ${`%${words}%`}`);
    }
    return work.tx.$queryRaw<UnitKey[]>`
      SELECT id::text AS id, label FROM unit u WHERE ${Prisma.join(rules, ' AND ')}
      ORDER BY u.label, u.id LIMIT ${limit}`;
  }

  async #read(work: Work, page: readonly UnitKey[]) {
    const where = { tenantId: work.actor.tenantId, id: { in: page.map((row) => row.id) } };
    const rows = await work.tx.unit.findMany({ where, include: withResidents });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const keys = await this.vault.keys(work);
    return page
      .flatMap(({ id }) => byId.get(id) ?? [])
      .map(({ ties, ...unit }) => ({
        ...unit,
        residents: ties.map(({ personId, kind, person }) => ({
          ...{ personId, kind },
          name: maskName(keys.open(person.nameSealed)),
          phone: maskPhone(keys.open(person.phoneSealed)),
        })),
      }));
  }
}
