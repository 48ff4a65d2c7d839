export * from './enums.js';
export * from './error-text.js';
export * from './http-client.js';
export * from './personal.js';
export * from './registry.js';
export * from './routes.js';
