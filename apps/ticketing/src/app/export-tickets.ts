import { enumNumber } from '@anju/contracts';
import { TicketKindSchema, TicketsExportedSchema, TicketStateSchema } from '@anju/contracts/ticketing';
import { DomainError } from '@anju/kernel';
import { writeSheet } from '@anju/sheets';
import { Database } from '@anju/tenancy';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import type { Work } from '../store/database.js';
import { ExportStore } from '../store/export.store.js';
import type { TicketFilter } from '../store/ticket-filter.js';
import { exportColumns, exportRow } from './export-sheet.js';

const mostCases = 50_000;
const mostBytes = 48 * 1024 * 1024;

/** Cases as a spreadsheet. Nothing leaves without it being kept who took it. */
@Injectable()
export class ExportTickets {
  constructor(
    private readonly exports: ExportStore,
    private readonly database: Database,
  ) {}

  async run(work: Work, filter: TicketFilter): Promise<Uint8Array> {
    if (!(await this.exports.isAlone(work))) throw new DomainError('ticketing.export_running', 'exhausted');
    const { ids, count } = await this.exports.find(work, filter, mostCases);
    if (count > mostCases) throw this.#tooLarge(count);
    const file = await writeSheet({ columns: exportColumns(work.locale), mostBytes }, this.#rows(work, ids));
    if (!file) throw this.#tooLarge(count);
    await this.#keep(work, filter, { count, bytes: file.length });
    return file;
  }

  async *#rows(work: Work, ids: readonly string[]) {
    for await (const cases of this.exports.cases(work, ids))
      yield cases.map((one) => exportRow(one, work.locale));
  }

  #tooLarge(count: number): DomainError {
    const details = { count: String(count), limit: String(mostCases), bytes: String(mostBytes) };
    return new DomainError('ticketing.export_too_large', 'invalid', details);
  }

  /** A read writes nothing in its own transaction: the record has one of its own, made before the answer goes. */
  async #keep(work: Work, filter: TicketFilter, file: { count: number; bytes: number }): Promise<void> {
    const { actor, now, trace } = work;
    const wall = { tenantId: actor.tenantId, estates: 'all', personId: '' } as const;
    const event = {
      ...{ staffId: actor.subjectId, estateId: filter.estateId, rowCount: file.count, fileBytes: file.bytes },
      states: (filter.states ?? []).map((state) => enumNumber(TicketStateSchema, state)),
      kinds: filter.kinds.map((kind) => enumNumber(TicketKindSchema, kind)),
      time: timestampFromDate(now),
    };
    const about = { subject: actor.subjectId, estateId: filter.estateId, note: JSON.stringify(filter) };
    await this.database.run({ actor, wall, now, trace }, (record) => {
      record.tell(TicketsExportedSchema, event, about);
      return Promise.resolve();
    });
  }
}
