import { DirectoryService } from '@anju/contracts/directory';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { Verbs } from './app/verbs.js';
import { ownSettings } from './settings.js';
import { CompanyStore } from './store/company.store.js';
import { connect } from './store/database.js';
import { PersonStore } from './store/person.store.js';
import { RegisterStore } from './store/register.store.js';
import { StaffStore } from './store/staff.store.js';
import { UnitStore } from './store/unit.store.js';
import { Vault } from './store/vault.js';
import { DirectoryGrpc } from './transport/directory.grpc.js';

const stores = [CompanyStore, PersonStore, RegisterStore, StaffStore, UnitStore, Vault];

@Module({
  controllers: [DirectoryGrpc],
  providers: [...stores, Verbs],
})
class DirectoryModule {}

export const directory: ServiceDefinition = {
  name: 'directory',
  folder: join(import.meta.dirname, '..'),
  module: DirectoryModule,
  rpc: [DirectoryService],
  connect,
  settings: ownSettings,
};
