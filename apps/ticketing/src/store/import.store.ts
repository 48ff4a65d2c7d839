import { DomainError, wallClock } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { Ticket } from '../domain/ticket.js';
import { plainUnit } from '../domain/transfer-words.js';
import type { Work } from './database.js';

const batch = 2_000;

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += batch) yield items.slice(at, at + batch);
}

export interface NamedEstate {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly zone: string;
}

/** A case to write, with what is kept beside it. */
export interface Imported {
  readonly ticket: Ticket;
  readonly nextDueAt: Date | undefined;
  readonly wakeAt: Date | undefined;
}

type FindUnit = (estateId: string, label: string) => string | undefined;

/** Set-based reading and writing of many cases. */
@Injectable()
export class ImportStore {
  /** Estates within the caller's reach. */
  async estates(work: Work): Promise<NamedEstate[]> {
    return work.tx.$queryRaw<NamedEstate[]>`
      SELECT estate_id::text AS id, name, code, zone FROM estate WHERE tenant_id = anju_tenant()`;
  }

  /** Units of these estates, by what the directory calls them or what people type for it. */
  async units(work: Work, estateIds: readonly string[]): Promise<FindUnit> {
    const rows = await work.tx.$queryRaw<{ id: string; estate: string; label: string }[]>`
      SELECT unit_id::text AS id, estate_id::text AS estate, label FROM unit
      WHERE tenant_id = anju_tenant() AND estate_id = ANY (${[...estateIds]}::uuid[]) AND label <> ''`;
    const units = new Map(rows.map(({ id, estate, label }) => [`${estate} ${plainUnit(label)}`, id]));
    return (estateId, label) => units.get(`${estateId} ${plainUnit(label)}`);
  }

  /** One import of a company at a time: the second one meets what the first one wrote. */
  async lock(work: Work): Promise<void> {
    await work.tx
      .$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('ticket import ' || anju_tenant(), 0))::text`;
  }

  /** Which of these old numbers are there already. */
  async known(work: Work, numbers: readonly string[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const some of batches(numbers)) {
      const rows = await work.tx.$queryRaw<{ number: string }[]>`
        SELECT external_number AS number FROM ticket
        WHERE tenant_id = anju_tenant() AND external_number = ANY (${some}::text[])`;
      for (const { number } of rows) known.add(number);
    }
    return known;
  }

  /** A number for each case, in the year in which it was recorded and in the order in which it was. */
  async numbers(
    work: Work,
    cases: readonly { readonly estateId: string; readonly createdAt: Date }[],
    estates: ReadonlyMap<string, NamedEstate>,
  ): Promise<string[]> {
    const yearOf = ({ estateId, createdAt }: (typeof cases)[number]) =>
      wallClock(estates.get(estateId)?.zone ?? 'UTC', createdAt).getUTCFullYear();
    const wanted = new Map<string, { estateId: string; year: number; at: number[] }>();
    cases.forEach((one, at) => {
      const key = `${one.estateId} ${yearOf(one)}`;
      const group = wanted.get(key);
      if (group) group.at.push(at);
      else wanted.set(key, { estateId: one.estateId, year: yearOf(one), at: [at] });
    });
    const time = (at: number) => cases[at]?.createdAt.getTime() ?? 0;
    const last = await this.#reserve(work, [...wanted.values()]);
    const numbers: string[] = [];
    for (const [key, { estateId, year, at }] of wanted) {
      const first = (last.get(key) ?? 0) - at.length + 1;
      at.sort((a, b) => time(a) - time(b) || a - b).forEach((place, index) => {
        // As `nextNumber` of the store writes it.
        const sequence = String(first + index).padStart(6, '0');
        numbers[place] = `${estates.get(estateId)?.code ?? ''}-${year}-${sequence}`;
      });
    }
    return numbers;
  }

  async #reserve(
    work: Work,
    wanted: readonly { estateId: string; year: number; at: readonly number[] }[],
  ): Promise<Map<string, number>> {
    const [ids, years] = [wanted.map((one) => one.estateId), wanted.map((one) => one.year)];
    const rows = await work.tx.$queryRaw<{ key: string; last: number }[]>`
      INSERT INTO ticket_counter (tenant_id, estate_id, year, last)
      SELECT anju_tenant(), * FROM unnest(${ids}::uuid[], ${years}::int[], ${wanted.map(({ at }) => at.length)}::int[])
        AS wanted (estate, year, count) ORDER BY estate, year
      ON CONFLICT (tenant_id, estate_id, year) DO UPDATE SET last = ticket_counter.last + excluded.last
      RETURNING estate_id || ' ' || year AS key, last`;
    return new Map(rows.map(({ key, last }) => [key, last]));
  }

  async write(work: Work, imported: readonly Imported[]): Promise<void> {
    let written = 0;
    for (const some of batches(imported)) written += await this.#writeTickets(work, some);
    const taken = imported.length - written;
    // Not among the known ones and yet there: behind the wall of this caller.
    if (taken > 0)
      throw new DomainError('ticketing.external_number_taken', 'conflict', { count: String(taken) });
    const promised = imported.filter(({ ticket }) => ticket.promises.length > 0);
    for (const some of batches(promised)) await this.#writePromises(work, some);
    for (const some of batches(imported.filter(({ wakeAt }) => wakeAt))) await this.#writeWakes(work, some);
  }

  #writeTickets(work: Work, imported: readonly Imported[]): PromiseLike<number> {
    const rows = imported.map(({ ticket, nextDueAt }) => ({ ...ticket, nextDueAt }));
    return work.tx.$executeRaw`
      INSERT INTO ticket (tenant_id, id, number, state, state_since, kind, channel, estate_id, unit_id, anonymous,
        category, place, subject, description, impact, urgency, priority, created_at, updated_at, findings, solution,
        resolved_at, closed_at, next_due_at, reopen_count, policy_version, version, external_number, external_satisfaction)
      SELECT anju_tenant(), t.* FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (
        "id" uuid, "number" text, "state" text, "stateSince" timestamptz, "kind" text, "channel" text, "estateId" uuid,
        "unitId" uuid, "anonymous" boolean, "category" text, "place" text, "subject" text, "description" text,
        "impact" text, "urgency" text, "priority" text, "createdAt" timestamptz, "updatedAt" timestamptz,
        "findings" text, "solution" text, "resolvedAt" timestamptz, "closedAt" timestamptz, "nextDueAt" timestamptz,
        "reopenCount" int, "policyVersion" text, "version" int, "externalNumber" text, "externalSatisfaction" int)
      ON CONFLICT DO NOTHING`;
  }

  #writePromises(work: Work, imported: readonly Imported[]): PromiseLike<number> {
    const promises = imported.flatMap(
      ({ ticket: { id: ticketId, estateId, kind, category, promises: all } }) =>
        all.map((one) => ({ ...one, ticketId, estateId, ticketKind: kind, category })),
    );
    return work.tx.$executeRaw`
      INSERT INTO promise (tenant_id, id, ticket_id, estate_id, kind, first_due_at, due_at, warn_at, state,
        policy_version, ticket_kind, category)
      SELECT anju_tenant(), p.* FROM jsonb_to_recordset(${JSON.stringify(promises)}::jsonb) AS p (
        "id" uuid, "ticketId" uuid, "estateId" uuid, "kind" text, "firstDueAt" timestamptz, "dueAt" timestamptz,
        "warnAt" timestamptz, "state" text, "policyVersion" text, "ticketKind" text, "category" text)`;
  }

  #writeWakes(work: Work, imported: readonly Imported[]): PromiseLike<number> {
    const wakes = imported.map(({ ticket, wakeAt }) => ({ id: ticket.id, at: wakeAt }));
    return work.tx.$executeRaw`
      INSERT INTO ticket_wake (tenant_id, ticket_id, at)
      SELECT anju_tenant(), w.* FROM jsonb_to_recordset(${JSON.stringify(wakes)}::jsonb) AS w ("id" uuid, "at" timestamptz)`;
  }
}
