import { {{Duty}}Service } from '@anju/contracts/{{duty}}';
import type { ServiceDefinition } from '@anju/platform';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { Open{{Noun}} } from './app/open-{{noun}}.js';
import { connect } from './store/database.js';
import { {{Noun}}Store } from './store/{{noun}}.store.js';
import { {{Duty}}Grpc } from './transport/{{duty}}.grpc.js';

@Module({
  controllers: [{{Duty}}Grpc],
  providers: [{{Noun}}Store, Open{{Noun}}],
})
class {{Duty}}Module {}

export const {{duty}}: ServiceDefinition = {
  name: '{{duty}}',
  folder: join(import.meta.dirname, '..'),
  module: {{Duty}}Module,
  rpc: [{{Duty}}Service],
  connect,
};
