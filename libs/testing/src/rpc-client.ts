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
import { accessOf, pathOf } from '@anju/contracts';
import { type Problem, ProblemSchema } from '@anju/contracts/options';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';

export interface RpcOptions {
  readonly idempotencyKey?: string;
  readonly language?: string;
  /** For service tokens: the company the call is for. */
  readonly tenantId?: string;
}

export type RpcClient<S extends DescService> = {
  [K in keyof S['method']]: S['method'][K] extends DescMethodUnary<
    infer I extends DescMessage,
    infer O extends DescMessage
  >
    ? (request: MessageInitShape<I>, options?: RpcOptions) => Promise<MessageShape<O>>
    : never;
};

/** A refusal as the wire carries it. */
export class RpcProblem extends Error {
  override readonly name = 'RpcProblem';

  constructor(
    readonly code: keyof typeof status,
    readonly problem: Problem | undefined,
  ) {
    super(
      `${code} ${problem?.reason ?? ''} ${JSON.stringify(problem?.violations.map(({ field, rule }) => `${field}: ${rule}`) ?? [])}`,
    );
  }

  get reason(): string {
    return this.problem?.reason ?? '';
  }
}

function problemOf(error: ServiceError): RpcProblem {
  const [trailer] = error.metadata.get('anju-problem-bin');
  const problem = Buffer.isBuffer(trailer) ? fromBinary(ProblemSchema, trailer) : undefined;
  return new RpcProblem(status[error.code] as keyof typeof status, problem);
}

const same = (bytes: Buffer) => bytes;

async function call(
  client: Client,
  method: DescMethod,
  request: Buffer,
  metadata: Metadata,
): Promise<Buffer> {
  const deadline = Date.now() + Math.max(20, accessOf(method).deadlineSeconds) * 1000;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(pathOf(method), same, same, request, metadata, { deadline }, (error, answer) =>
      error ? reject(problemOf(error)) : resolve(answer ?? Buffer.alloc(0)),
    );
  });
}

/** A typed client over the real wire, as one caller. */
export function rpcClient<S extends DescService>(
  service: S,
  channel: Client,
  token: () => Promise<string>,
): RpcClient<S> {
  const entries = service.methods.map((method) => {
    const run = async (request: MessageInitShape<DescMessage>, options: RpcOptions = {}) => {
      const metadata = new Metadata();
      const bearer = await token();
      if (bearer) metadata.set('authorization', `Bearer ${bearer}`);
      if (options.idempotencyKey) metadata.set('idempotency-key', options.idempotencyKey);
      if (options.language) metadata.set('accept-language', options.language);
      if (options.tenantId) metadata.set('anju-tenant', options.tenantId);
      const bytes = Buffer.from(toBinary(method.input, create(method.input, request)));
      return fromBinary(method.output, await call(channel, method, bytes, metadata));
    };
    return [method.localName, run] as const;
  });
  return Object.fromEntries(entries) as RpcClient<S>;
}

export const openChannel = (port: number): Client =>
  new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
