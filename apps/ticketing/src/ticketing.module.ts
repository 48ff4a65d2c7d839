import {
  DeskAssignmentService,
  DeskBatchesService,
  DeskListsService,
  DeskSettingsService,
  TicketFiguresService,
  TicketFilesService,
  TicketingService,
  TicketPolicyService,
  TicketRelationsService,
  TicketTalkService,
  TicketTransferService,
} from '@anju/contracts/ticketing';
import { type ServiceDefinition, SETTINGS } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { AddAttachment } from './app/add-attachment.js';
import { ExportTickets } from './app/export-tickets.js';
import { ImportTickets } from './app/import-tickets.js';
import { KeepFilters } from './app/keep-filters.js';
import { KeepRules } from './app/keep-rules.js';
import { KeepTemplates } from './app/keep-templates.js';
import { OfferTemplates } from './app/offer-templates.js';
import { ProposeAssignee } from './app/propose-assignee.js';
import { PublishPolicy } from './app/publish-policy.js';
import { ReadAttachments } from './app/read-attachments.js';
import { ReadTicketFigures } from './app/read-figures.js';
import { RemoveAttachment } from './app/remove-attachment.js';
import { StaffDesk } from './app/staff-desk.js';
import { SweepAttachments } from './app/sweep-attachments.js';
import { Verbs } from './app/verbs.js';
import { WakeTickets } from './app/wake-tickets.js';
import { ownSettings } from './settings.js';
import { AnswerTemplateStore } from './store/answer-template.store.js';
import { AssignmentRuleStore } from './store/assignment-rule.store.js';
import { AttachmentStore } from './store/attachment.store.js';
import { BlobStore } from './store/blob-store.js';
import { connect } from './store/database.js';
import { DeskStore } from './store/desk.store.js';
import { DirectoryProjection } from './store/directory.projection.js';
import { ExportStore } from './store/export.store.js';
import { FiguresStore } from './store/figures.store.js';
import { ImportStore } from './store/import.store.js';
import { MessageStore } from './store/message.store.js';
import { openBlobStore } from './store/open-blob-store.js';
import { PolicyStore } from './store/policy.store.js';
import { SavedFilterStore } from './store/saved-filter.store.js';
import { TicketQueries } from './store/ticket.queries.js';
import { TicketStore } from './store/ticket.store.js';
import { DeskAssignmentGrpc } from './transport/desk-assignment.grpc.js';
import { DeskBatchesGrpc } from './transport/desk-batches.grpc.js';
import { DeskListsGrpc } from './transport/desk-lists.grpc.js';
import { DeskSettingsGrpc } from './transport/desk-settings.grpc.js';
import { TicketFiguresGrpc } from './transport/ticket-figures.grpc.js';
import { TicketFilesGrpc } from './transport/ticket-files.grpc.js';
import { TicketPolicyGrpc } from './transport/ticket-policy.grpc.js';
import { TicketRelationsGrpc } from './transport/ticket-relations.grpc.js';
import { TicketTalkGrpc } from './transport/ticket-talk.grpc.js';
import { TicketTransferGrpc } from './transport/ticket-transfer.grpc.js';
import { TicketingEvents } from './transport/ticketing.events.js';
import { TicketingGrpc } from './transport/ticketing.grpc.js';

const desk = [TicketingGrpc, TicketTalkGrpc, TicketRelationsGrpc, TicketPolicyGrpc];
const lists = [DeskListsGrpc, DeskBatchesGrpc];
const exchange = [TicketFilesGrpc, TicketTransferGrpc];
const stores = [TicketStore, TicketQueries, SavedFilterStore, MessageStore, PolicyStore, DirectoryProjection];
const blobs = { provide: BlobStore, inject: [SETTINGS], useFactory: openBlobStore };
const files = [blobs, AttachmentStore, AddAttachment, ReadAttachments, RemoveAttachment, SweepAttachments];
const management = [TicketFiguresGrpc, DeskSettingsGrpc, DeskAssignmentGrpc];
const figures = [FiguresStore, ReadTicketFigures];
const templates = [AnswerTemplateStore, KeepTemplates, OfferTemplates];
const assignment = [AssignmentRuleStore, DeskStore, KeepRules, StaffDesk, ProposeAssignee];
const transfer = [ImportStore, ImportTickets, ExportStore, ExportTickets];

@Module({
  controllers: [...desk, ...lists, ...exchange, ...management, TicketingEvents],
  providers: [
    ...stores,
    Verbs,
    KeepFilters,
    PublishPolicy,
    WakeTickets,
    ...files,
    ...transfer,
    ...figures,
    ...templates,
    ...assignment,
  ],
})
class TicketingModule {}

export const ticketing: ServiceDefinition = {
  name: 'ticketing',
  folder: join(import.meta.dirname, '..'),
  module: TicketingModule,
  rpc: [
    TicketingService,
    TicketTalkService,
    TicketRelationsService,
    TicketPolicyService,
    TicketFilesService,
    TicketTransferService,
    DeskListsService,
    DeskBatchesService,
    TicketFiguresService,
    DeskSettingsService,
    DeskAssignmentService,
  ],
  connect,
  settings: ownSettings,
};
