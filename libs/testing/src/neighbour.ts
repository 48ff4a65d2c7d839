import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { pathOf } from '@anju/contracts';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

/** A gRPC status as an answer. */
export class Refusal extends Error {
  constructor(readonly code: keyof typeof status) {
    super(code);
  }
}

export type Answers<S extends DescService> = {
  [K in keyof S['method']]?: S['method'][K] extends DescMethodUnary<
    infer I extends DescMessage,
    infer O extends DescMessage
  >
    ? (request: MessageShape<I>, tenantId: string) => MessageInitShape<O>
    : never;
};

export interface Neighbour {
  /** As SERVICE_ADDRESSES takes it. */
  readonly address: string;
  stop(): void;
}

type Answer = (request: unknown, tenantId: string) => MessageInitShape<DescMessage>;
type Call = ServerUnaryCall<Buffer, Uint8Array>;

const first = (call: Call, name: string): string => call.metadata.get(name)[0]?.toString() ?? '';

function answerOf(method: DescMethod, answers: Readonly<Record<string, unknown>>) {
  return (call: Call, callback: sendUnaryData<Uint8Array>): void => {
    try {
      if (!first(call, 'authorization').startsWith('Bearer ')) throw new Refusal('UNAUTHENTICATED');
      const answer = answers[method.localName] as Answer | undefined;
      if (!answer) throw new Refusal('UNIMPLEMENTED');
      const init = answer(fromBinary(method.input, call.request), first(call, 'anju-tenant'));
      callback(null, toBinary(method.output, create(method.output, init)));
    } catch (error) {
      callback({ code: status[error instanceof Refusal ? error.code : 'INTERNAL'] });
    }
  };
}

const bytes = (value: Uint8Array) => Buffer.from(value);

/** Another service beside the one under test: its contract over the real wire, answered as the test says. */
export async function startNeighbour<S extends DescService>(
  service: S,
  answers: Answers<S>,
): Promise<Neighbour> {
  const server = new Server();
  const definition = service.methods.map((method) => [
    method.name,
    {
      ...{ path: pathOf(method), requestStream: false, responseStream: false },
      ...{ requestSerialize: bytes, requestDeserialize: bytes },
      ...{ responseSerialize: bytes, responseDeserialize: bytes },
    },
  ]);
  const handlers = service.methods.map((method) => [method.name, answerOf(method, answers)]);
  server.addService(
    Object.fromEntries(definition) as ServiceDefinition,
    Object.fromEntries(handlers) as UntypedServiceImplementation,
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
