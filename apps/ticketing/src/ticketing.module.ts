import {
  TicketingService,
  TicketPolicyService,
  TicketRelationsService,
  TicketTalkService,
} from '@anju/contracts/ticketing';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { PublishPolicy } from './app/publish-policy.js';
import { Verbs } from './app/verbs.js';
import { WakeTickets } from './app/wake-tickets.js';
import { connect } from './store/database.js';
import { DirectoryProjection } from './store/directory.projection.js';
import { MessageStore } from './store/message.store.js';
import { PolicyStore } from './store/policy.store.js';
import { TicketQueries } from './store/ticket.queries.js';
import { TicketStore } from './store/ticket.store.js';
import { TicketPolicyGrpc } from './transport/ticket-policy.grpc.js';
import { TicketRelationsGrpc } from './transport/ticket-relations.grpc.js';
import { TicketTalkGrpc } from './transport/ticket-talk.grpc.js';
import { TicketingEvents } from './transport/ticketing.events.js';
import { TicketingGrpc } from './transport/ticketing.grpc.js';

const desk = [TicketingGrpc, TicketTalkGrpc, TicketRelationsGrpc, TicketPolicyGrpc];
const stores = [TicketStore, TicketQueries, MessageStore, PolicyStore, DirectoryProjection];

@Module({
  controllers: [...desk, TicketingEvents],
  providers: [...stores, Verbs, PublishPolicy, WakeTickets],
})
class TicketingModule {}

export const ticketing: ServiceDefinition = {
  name: 'ticketing',
  folder: join(import.meta.dirname, '..'),
  module: TicketingModule,
  rpc: [TicketingService, TicketTalkService, TicketRelationsService, TicketPolicyService],
  connect,
};
