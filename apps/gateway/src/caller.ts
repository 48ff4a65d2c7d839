import { DomainError } from '@anju/kernel';
import { Metadata } from '@grpc/grpc-js';
import type { FastifyRequest } from 'fastify';

const passed = ['accept-language', 'anju-now'] as const;

/** What travels with a call beside its message. */
export function metadataOf(request: FastifyRequest, token: string): Metadata {
  const metadata = new Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  metadata.set('traceparent', request.traceparent);
  for (const name of passed) {
    const value = request.headers[name];
    if (typeof value === 'string') metadata.set(name, value.slice(0, 500));
  }
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string') {
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      const violation = {
        field: 'Idempotency-Key',
        rule: 'printable',
        message: '1 to 200 printable ASCII characters',
      };
      throw new DomainError('invalid_request', 'invalid', {}, [violation]);
    }
    metadata.set('idempotency-key', key);
  }
  return metadata;
}

export const bearerOf = (request: FastifyRequest): string =>
  /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
