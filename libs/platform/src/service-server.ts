import type { DescMessage, DescMethod, DescService, Message, MessageInitShape } from '@bufbuild/protobuf';
import { accessOf, dutyOf, pathOf } from '@anju/contracts';
import { DomainError } from '@anju/kernel';
import { type Handler, heardSchema } from '@anju/messaging';
import type { Database, Work } from '@anju/tenancy';
import {
  type sendUnaryData,
  Server as Grpc,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import { isObservable, lastValueFrom } from 'rxjs';
import type { CallerReader } from './caller.js';
import type { Log } from './log.js';
import { knownError, statusOf } from './problem.js';
import { answerCall, deadlineOf } from './rpc-call.js';

type Call = ServerUnaryCall<Buffer, Uint8Array>;

export interface ServiceServerOptions {
  readonly services: readonly DescService[];
  readonly listen: string;
  readonly database: Database;
  readonly callers: CallerReader;
  readonly log: Log;
}

const megabyte = 1024 * 1024;

const settle = async (result: unknown): Promise<unknown> => {
  const value: unknown = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: undefined }) : value;
};

/**
 * Nest's transport for our services: rpcs are served from the descriptors and events are handed to the inbox, both by
 * the same handlers table. It is ours because the stock gRPC server skips a method without a handler and closes by
 * force (ADR 3).
 */
export class ServiceServer extends Server implements CustomTransportStrategy {
  readonly #grpc: Grpc;
  readonly #health = new HealthImplementation({ '': 'NOT_SERVING' });
  #port = 0;

  constructor(private readonly options: ServiceServerOptions) {
    super();
    const limits = options.services.flatMap((service) =>
      service.methods.map((method) => accessOf(method).maxRequestBytes),
    );
    this.#grpc = new Grpc({
      'grpc.max_receive_message_length': Math.max(4 * megabyte, ...limits.map((limit) => limit + 64 * 1024)),
      'grpc.max_connection_age_ms': 120_000,
      'grpc.max_connection_age_grace_ms': 30_000,
      'grpc.keepalive_time_ms': 30_000,
    });
  }

  get port(): number {
    return this.#port;
  }

  /** Duties whose events somebody here hears. */
  get heardDuties(): string[] {
    const types = [...this.messageHandlers.keys()].filter((pattern) => heardSchema(pattern) !== undefined);
    return [...new Set(types.map(dutyOf))];
  }

  dispatch(type: string): { schema: DescMessage; handle: Handler } | undefined {
    const schema = heardSchema(type);
    const handler = schema && this.getHandlerByPattern(type);
    if (!handler) return undefined;
    return { schema, handle: async (event, work) => void (await settle(handler(event, work))) };
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      for (const service of this.options.services) this.#serve(service);
    } catch (error) {
      return callback(error);
    }
    this.#health.addToServer(this.#grpc);
    this.#grpc.bindAsync(this.options.listen, ServerCredentials.createInsecure(), (error, port) => {
      this.#port = port;
      if (!error) this.setServing(true);
      callback(error ?? undefined);
    });
  }

  setServing(serving: boolean): void {
    this.#health.setStatus('', serving ? 'SERVING' : 'NOT_SERVING');
  }

  /** Lets calls in flight finish; whoever does not in 10 s is cut off. */
  async close(): Promise<void> {
    this.setServing(false);
    const cut = setTimeout(() => this.#grpc.forceShutdown(), 10_000);
    await new Promise<void>((resolve) => this.#grpc.tryShutdown(() => resolve()));
    clearTimeout(cut);
  }

  on(): void {
    // Nest asks every transport for an event emitter; there is nothing to listen to here.
  }

  unwrap<T>(): T {
    return this.#grpc as T;
  }

  #serve(service: DescService): void {
    const identity = {
      serialize: (bytes: Uint8Array) => Buffer.from(bytes),
      deserialize: (bytes: Buffer) => bytes,
    };
    const definition = Object.fromEntries(
      service.methods.map((method) => [
        method.name,
        {
          path: pathOf(method),
          requestStream: false as const,
          responseStream: false as const,
          requestSerialize: identity.serialize,
          requestDeserialize: identity.deserialize,
          responseSerialize: identity.serialize,
          responseDeserialize: identity.deserialize,
        },
      ]),
    );
    const handlers: UntypedServiceImplementation = {};
    for (const method of service.methods) {
      handlers[method.name] = (call: Call, callback: sendUnaryData<Uint8Array>) =>
        void this.#answer(method, call, callback);
    }
    this.#grpc.addService(definition, handlers);
    for (const method of service.methods) {
      if (!this.getHandlerByPattern(pathOf(method))) throw new Error(`no handler for ${pathOf(method)}`);
    }
  }

  async #answer(method: DescMethod, call: Call, callback: sendUnaryData<Uint8Array>): Promise<void> {
    const begun = performance.now();
    const entry: Record<string, unknown> = { method: method.name };
    try {
      const caller = await this.options.callers.read(call.metadata);
      Object.assign(entry, {
        tenant: caller.actor.tenantId,
        actor: caller.actor.subjectId,
        trace: caller.trace,
      });
      const deadline = new Date(call.getDeadline()).getTime();
      const left = Number.isFinite(deadline) ? deadline - Date.now() : deadlineOf(method);
      const handler = this.getHandlerByPattern(pathOf(method));
      const run = async (request: Message, work: Work) =>
        (await settle(handler?.(request, work))) as MessageInitShape<DescMessage>;
      const answer = await answerCall(this.options.database, method, run, {
        caller,
        bytes: call.request,
        left,
      });
      callback(null, answer);
      this.options.log.info({ ...entry, ms: Math.round(performance.now() - begun) }, 'call');
    } catch (error) {
      this.#refuse(error, entry, callback);
    }
  }

  #refuse(error: unknown, entry: object, callback: sendUnaryData<Uint8Array>): void {
    const known = knownError(error);
    if (known) {
      const line = { ...entry, reason: known.code, ...(error instanceof DomainError ? {} : { error }) };
      this.options.log[known.kind === 'unavailable' ? 'warn' : 'info'](line, 'call refused');
      return callback(statusOf(known));
    }
    this.options.log.error({ ...entry, error }, 'call failed');
    callback({ ...statusOf(new DomainError('internal', 'unavailable')), code: status.INTERNAL });
  }
}
