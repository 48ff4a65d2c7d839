export * from './eventually.js';
export * from './neighbour.js';
export * from './rpc-client.js';
export * from './test-service.js';
export * from './tokens.js';
export * from './pg-client.js';
