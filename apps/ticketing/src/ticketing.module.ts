import { TicketingService } from '@anju/contracts/ticketing';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { Verbs } from './app/verbs.js';
import { connect } from './store/database.js';
import { DirectoryProjection } from './store/directory.projection.js';
import { TicketQueries } from './store/ticket.queries.js';
import { TicketStore } from './store/ticket.store.js';
import { TicketingEvents } from './transport/ticketing.events.js';
import { TicketingGrpc } from './transport/ticketing.grpc.js';

@Module({
  controllers: [TicketingGrpc, TicketingEvents],
  providers: [TicketStore, TicketQueries, DirectoryProjection, Verbs],
})
class TicketingModule {}

export const ticketing: ServiceDefinition = {
  name: 'ticketing',
  folder: join(import.meta.dirname, '..'),
  module: TicketingModule,
  rpc: [TicketingService],
  connect,
};
