import { IdentityService } from '@anju/contracts/identity';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { Accounts } from './app/accounts.js';
import { ConsoleSessions } from './app/console-sessions.js';
import { OperatorAccount } from './app/operator-account.js';
import { SignIn } from './app/sign-in.js';
import { ownSettings } from './settings.js';
import { AccountStore } from './store/account.store.js';
import { connect, type IdentityDatabase } from './store/database.js';
import { SecretBox } from './store/secret-box.js';
import { rotateKeys } from './store/signing-keys.js';
import { HttpServer } from './transport/http-server.js';
import { IdentityGrpc } from './transport/identity.grpc.js';

@Module({
  controllers: [IdentityGrpc],
  providers: [Accounts, AccountStore, ConsoleSessions, HttpServer, OperatorAccount, SecretBox, SignIn],
})
class IdentityModule {}

export const identity: ServiceDefinition = {
  name: 'identity',
  folder: join(import.meta.dirname, '..'),
  module: IdentityModule,
  rpc: [IdentityService],
  connect,
  settings: ownSettings,
  commands: {
    'rotate-keys': ({ app, database }) =>
      rotateKeys(database as unknown as IdentityDatabase, app.get(SecretBox)),
  },
};
