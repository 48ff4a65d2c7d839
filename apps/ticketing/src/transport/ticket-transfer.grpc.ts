import {
  type ImportTicketsRequest,
  type ListTicketsRequest,
  TicketTransferService,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import { ExportTickets } from '../app/export-tickets.js';
import { ImportTickets } from '../app/import-tickets.js';
import type { Work } from '../store/database.js';
import { filterOf } from './ticket-filter-message.js';

const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@GrpcService(TicketTransferService)
export class TicketTransferGrpc {
  constructor(
    private readonly imports: ImportTickets,
    private readonly exports: ExportTickets,
  ) {}

  async importTickets(request: ImportTicketsRequest, work: Work) {
    return this.imports.run(work, request);
  }

  async getTicketExport(request: ListTicketsRequest, work: Work) {
    return { contentType, data: await this.exports.run(work, filterOf(request)) };
  }
}
