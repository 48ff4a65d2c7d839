import { DomainError, newId } from '@anju/kernel';
import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { isPhone, maskEmail, maskIdNumber, maskName, maskPhone, plainPhone } from '../domain/masking.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { type TenantKeys, Vault } from './vault.js';

const withHomes = { ties: { include: { unit: true } } } as const;
type Row = Prisma.PersonGetPayload<{ include: typeof withHomes }>;

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly idNumber: string;
  readonly revealed: boolean;
  readonly units: readonly {
    readonly unitId: string;
    readonly estateId: string;
    readonly kind: string;
    readonly label: string;
  }[];
}

const asIs = (text: string) => text;

function view(row: Row, keys: TenantKeys, revealed: boolean): PersonView {
  const shown = (sealed: string, mask: (text: string) => string) =>
    (revealed ? asIs : mask)(keys.open(sealed));
  return {
    id: row.id,
    name: shown(row.nameSealed, maskName),
    phone: shown(row.phoneSealed, maskPhone),
    email: shown(row.emailSealed, maskEmail),
    idNumber: shown(row.idNumberSealed, maskIdNumber),
    revealed,
    units: row.ties.map(({ unitId, estateId, kind, unit }) => ({
      unitId,
      estateId,
      kind,
      label: `${unit.building}-${unit.number}`,
    })),
  };
}

interface UnitKey {
  id: string;
  label: string;
}

const nilId = '00000000-0000-0000-0000-000000000000';

/** Persons and their homes. Personal data leaves here masked unless somebody says `reveal`. */
@Injectable()
export class PersonStore {
  constructor(private readonly vault: Vault) {}

  async get(work: Work, id: string, revealed = false): Promise<PersonView> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    const row = await work.tx.person.findUnique({ where, include: withHomes });
    if (!row) throw new DomainError('not_found', 'not_found');
    return view(row, await this.vault.keys(work), revealed);
  }

  async list(work: Work, asked: { unitId: string; phone: string }, size: number, token: string) {
    const keys = await this.vault.keys(work);
    const [after] = (decodePage(token, asked) ?? [nilId]) as [string];
    const limit = pageSize(size);
    const rows = await work.tx.person.findMany({
      where: {
        tenantId: work.actor.tenantId,
        id: { gt: after },
        ...(asked.phone ? { phoneHash: keys.phoneHash(asked.phone) } : {}),
        ...(asked.unitId ? { ties: { some: { unitId: asked.unitId } } } : {}),
      },
      orderBy: { id: 'asc' },
      take: limit + 1,
      include: withHomes,
    });
    const persons = rows.slice(0, limit).map((row) => view(row, keys, false));
    return { persons, next: rows.length > limit ? encodePage([persons.at(-1)?.id], asked) : '' };
  }

  /** Units by label, or by the exact phone of somebody who belongs to them; residents masked. */
  async units(work: Work, asked: { estateId: string; query: string }, size: number, token: string) {
    const keys = await this.vault.keys(work);
    const [label, id] = (decodePage(token, asked) ?? ['', nilId]) as [string, string];
    const limit = pageSize(size);
    const phone = isPhone(plainPhone(asked.query)) ? keys.phoneHash(asked.query) : '';
    const words = phone ? '' : `%${asked.query.trim().replace(/[\\%_]/g, '\\$&')}%`;
    const found = await work.tx.$queryRaw<UnitKey[]>`
      SELECT id::text, label FROM unit u
      WHERE tenant_id = anju_tenant() AND (label, id) > (${label}, ${id}::uuid)
        AND (${asked.estateId} = '' OR estate_id = nullif(${asked.estateId}, '')::uuid)
        AND (${words} = '' OR label ILIKE ${words})
        AND (${phone} = '' OR EXISTS (SELECT 1 FROM tie t JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.person_id
             WHERE t.tenant_id = u.tenant_id AND t.unit_id = u.id AND p.phone_hash = ${phone}))
      ORDER BY label, id LIMIT ${limit + 1}`;
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? encodePage([last.label, last.id], asked) : '';
    const where = { tenantId: work.actor.tenantId, id: { in: page.map((row) => row.id) } };
    const rows = new Map(
      (await work.tx.unit.findMany({ where, include: { ties: { include: { person: true } } } })).map(
        (row) => [row.id, row],
      ),
    );
    const units = page
      .flatMap((key) => rows.get(key.id) ?? [])
      .map(({ ties, ...unit }) => ({
        ...unit,
        residents: ties.map(({ personId, kind, person }) => ({
          ...{ personId, kind },
          name: maskName(keys.open(person.nameSealed)),
          phone: maskPhone(keys.open(person.phoneSealed)),
        })),
      }));
    return { units, next };
  }

  async addReveal(work: Work, personId: string, reason: string): Promise<void> {
    const { tenantId, subjectId: staffId } = work.actor;
    await work.tx.reveal.create({ data: { tenantId, id: newId(), personId, staffId, reason, at: work.now } });
  }

  /** Newest first. */
  async reveals(work: Work, personId: string, size: number, token: string) {
    const [before] = (decodePage(token, personId) ?? [undefined]) as [string | undefined];
    const limit = pageSize(size);
    const rows = await work.tx.reveal.findMany({
      where: { tenantId: work.actor.tenantId, personId, ...(before ? { id: { lt: before } } : {}) },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const reveals = rows.slice(0, limit);
    return { reveals, next: rows.length > limit ? encodePage([reveals.at(-1)?.id], personId) : '' };
  }
}
