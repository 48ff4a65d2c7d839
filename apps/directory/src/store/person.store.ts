import { DomainError, newId } from '@anju/kernel';
import { decodePage, encodePage, pageSize } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { maskEmail, maskIdNumber, maskName, maskPhone } from '../domain/masking.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Work } from './database.js';
import { type TenantKeys, Vault } from './vault.js';

const withHomes = {
  ties: { where: { toAt: null }, orderBy: { id: 'asc' }, include: { unit: true } },
} as const;
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

/** How personal data leaves the store. */
export type Shown = 'masked' | 'in full';

function view(row: Row, keys: TenantKeys, how: Shown): PersonView {
  const revealed = how === 'in full';
  const shown = (sealed: string, mask: (text: string) => string) =>
    revealed ? keys.open(sealed) : mask(keys.open(sealed));
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

const nilId = '00000000-0000-0000-0000-000000000000';

/** Persons and their homes. Personal data leaves here masked unless a verb asks for it in full. */
@Injectable()
export class PersonStore {
  constructor(private readonly vault: Vault) {}

  async find(work: Work, id: string, shown: Shown = 'masked'): Promise<PersonView | undefined> {
    const where = { tenantId_id: { tenantId: work.actor.tenantId, id } };
    const row = await work.tx.person.findUnique({ where, include: withHomes });
    return row ? view(row, await this.vault.keys(work), shown) : undefined;
  }

  async get(work: Work, id: string, shown: Shown = 'masked'): Promise<PersonView> {
    const person = await this.find(work, id, shown);
    if (!person) throw new DomainError('not_found', 'not_found');
    return person;
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
        ...(asked.unitId ? { ties: { some: { unitId: asked.unitId, toAt: null } } } : {}),
      },
      orderBy: { id: 'asc' },
      take: limit + 1,
      include: withHomes,
    });
    const persons = rows.slice(0, limit).map((row) => view(row, keys, 'masked'));
    return { persons, next: rows.length > limit ? encodePage([persons.at(-1)?.id], asked) : '' };
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
