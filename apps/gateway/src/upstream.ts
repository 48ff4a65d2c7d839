import { type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import { accessOf, dutyOf, isRead, pathOf } from '@anju/contracts';
import { Channels } from '@anju/platform';
import { type Client, Metadata, status } from '@grpc/grpc-js';
import { setTimeout as wait } from 'node:timers/promises';
import { isServiceError } from './problem.js';

const same = (bytes: Buffer) => bytes;

function once(
  client: Client,
  method: DescMethod,
  bytes: Buffer,
  metadata: Metadata,
  deadline: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(pathOf(method), same, same, bytes, metadata, { deadline }, (error, answer) =>
      error ? reject(error) : resolve(answer ?? Buffer.alloc(0)),
    );
  });
}

/** Calls to services: one gRPC hop per request, always with a deadline. */
export class Upstream {
  readonly channels: Channels;

  constructor(addresses: ReadonlyMap<string, string>) {
    this.channels = new Channels(addresses);
  }

  /** A service that went away is asked again while that is harmless: reads, and writes that carry a key. */
  async call(method: DescMethod, request: Message, metadata: Metadata): Promise<Message> {
    const client = this.channels.to(dutyOf(method.parent.typeName));
    const deadline = Date.now() + (accessOf(method).deadlineSeconds || 3) * 1000;
    const repeatable = isRead(method) || metadata.get('idempotency-key').length > 0;
    const bytes = Buffer.from(toBinary(method.input, request));
    for (let pause = 50; ; pause *= 2) {
      try {
        return fromBinary(method.output, await once(client, method, bytes, metadata, deadline));
      } catch (error) {
        const away =
          isServiceError(error) &&
          error.code === status.UNAVAILABLE &&
          error.metadata.get('anju-problem-bin').length === 0;
        if (!away || !repeatable || Date.now() + pause > deadline - 200) throw error;
        await wait(pause);
      }
    }
  }

  /** Whether a service says it is serving (grpc.health.v1). */
  async healthy(service: string): Promise<boolean> {
    const deadline = Date.now() + 1_000;
    return new Promise((resolve) => {
      this.channels
        .to(service)
        .makeUnaryRequest(
          '/grpc.health.v1.Health/Check',
          same,
          same,
          Buffer.alloc(0),
          new Metadata(),
          { deadline },
          (error, answer) =>
            // HealthCheckResponse{status: SERVING} is field 1, value 1.
            resolve(!error && answer?.[0] === 0x08 && answer[1] === 1),
        );
    });
  }

  close(): void {
    this.channels.close();
  }
}
