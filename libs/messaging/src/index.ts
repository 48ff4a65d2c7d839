import { join } from 'node:path';

export * from './append.js';
export * from './broker.js';
export * from './consumer.js';
export * from './envelope.js';
export * from './following.js';
export * from './handlers.js';
export * from './inbox.js';
export * from './parking.js';
export * from './relay.js';

/** Folder of this library's own migrations, which every database gets after tenancy's. */
export const messagingMigrations = join(import.meta.dirname, '..', 'migrations');
