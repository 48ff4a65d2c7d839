import {
  type ImportTicketsRequest,
  type TicketImportReportSchema,
  TicketsImportedSchema,
} from '@anju/contracts/ticketing';
import { DomainError, newId } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { importedTicket } from '../domain/imported-ticket.js';
import { nextDue, nextWake } from '../domain/clock.js';
import type { Rules } from '../domain/promises.js';
import type { Ticket } from '../domain/ticket.js';
import { TransferCheck } from '../domain/transfer-check.js';
import { type Columns, readColumns, shownName } from '../domain/transfer-columns.js';
import type { TransferRow } from '../domain/transfer-row.js';
import type { Cell } from '../domain/transfer-time.js';
import type { Work } from '../store/database.js';
import { type Imported, ImportStore, type NamedEstate } from '../store/import.store.js';
import { TicketStore } from '../store/ticket.store.js';
import { readTransferFile } from '../store/transfer-file.js';
import { importReport, rowsRefused } from './import-report.js';

type Report = MessageInitShape<typeof TicketImportReportSchema>;

/** What one event carries at most, so that it stays small enough for every broker. */
const perEvent = 500;

/** All items with their places; other calls go on meanwhile. */
async function* unhurried<T>(items: readonly T[]): AsyncGenerator<[number, T]> {
  for (const [index, item] of items.entries()) {
    if (index % 250 === 249) await breathe();
    yield [index, item];
  }
}

const text = (cell: Cell): string => (typeof cell === 'string' ? cell : '');

/** Cases of another system from a spreadsheet: all of it or nothing. Nobody is notified. */
@Injectable()
export class ImportTickets {
  constructor(
    private readonly imports: ImportStore,
    private readonly tickets: TicketStore,
  ) {}

  async run(work: Work, { file, dryRun, mapping }: ImportTicketsRequest): Promise<Report> {
    const [heading = [], ...rows] = await readTransferFile(file?.data ?? new Uint8Array());
    const { at, uses, missing } = readColumns(heading.map(text), mapping);
    if (missing.length > 0) {
      if (dryRun) return importReport(work, { dryRun, uses, missing });
      const columns = missing.map((field) => shownName(field, work.locale)).join('、');
      const violations = missing.map((field) => ({ field, rule: 'column' }));
      throw new DomainError('ticketing.columns_missing', 'invalid', { columns }, violations);
    }
    const estates = await this.imports.estates(work);
    const check = await this.#check(work, rows, at, estates);
    if (check.badRowCount > 0 && !dryRun) throw rowsRefused(work, check);
    if (!dryRun) await this.imports.lock(work);
    const numbers = check.rows.map(({ externalNumber }) => externalNumber);
    const known = await this.imports.known(work, numbers);
    const fresh = check.rows.filter(({ externalNumber }) => !known.has(externalNumber));
    if (!dryRun) await this.#take(work, fresh, estates);
    return importReport(work, { dryRun, uses, missing, check, knownCount: known.size, fresh });
  }

  async #check(
    work: Work,
    rows: readonly (readonly Cell[])[],
    at: Columns,
    estates: readonly NamedEstate[],
  ): Promise<TransferCheck> {
    const byName = new Map(
      estates.flatMap((one) => [one.name, one.code].map((name) => [name, one] as const)),
    );
    const named = new Set(
      rows.map((row) => byName.get(text(row[at.get('estate')?.index ?? -1] ?? ''))?.id ?? ''),
    );
    named.delete('');
    const unit = at.has('unit') ? await this.imports.units(work, [...named]) : () => undefined;
    const check = new TransferCheck(at, { estates: byName, unit, now: work.now });
    for await (const [, row] of unhurried(rows)) check.add(row);
    return check;
  }

  async #take(work: Work, rows: readonly TransferRow[], all: readonly NamedEstate[]): Promise<void> {
    const estates = new Map(all.map((estate) => [estate.id, estate]));
    const numbers = await this.imports.numbers(work, rows, estates);
    const ids = [...new Set(rows.map(({ estateId }) => estateId))];
    const rules = new Map<string, Rules>();
    for (const id of ids) rules.set(id, await this.tickets.rules(work, { estateId: id }));
    const imported: Imported[] = [];
    for await (const [index, row] of unhurried(rows)) {
      const its = rules.get(row.estateId);
      if (!its) continue;
      const ticket = importedTicket(row, { id: newId(), number: numbers[index] ?? '' }, its, work.now);
      imported.push({ ticket, nextDueAt: nextDue(ticket), wakeAt: nextWake(ticket, its) });
    }
    await this.imports.write(work, imported);
    const tickets = imported.map(({ ticket }) => ticket);
    const importId = newId();
    for (const estateId of ids) this.#tell(work, importId, estateId, tickets);
  }

  #tell(work: Work, importId: string, estateId: string, tickets: readonly Ticket[]): void {
    const ids = tickets.filter((ticket) => ticket.estateId === estateId).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += perEvent) {
      const ticketIds = ids.slice(from, from + perEvent);
      const time = timestampFromDate(work.now);
      const event = { importId, estateId, ticketIds, staffId: work.actor.subjectId, time };
      work.tell(TicketsImportedSchema, event, { subject: estateId, estateId });
    }
  }
}
