import {
  create,
  type DescMessage,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { dutyOf, isRead, pathOf } from '@anju/contracts';
import { DomainError } from '@anju/kernel';
import { Discovery } from '@anju/tenancy';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import type { CommonSettings } from './settings.js';

// No time limit here: it would cut short what the contract gives a longer one. Every call brings its own.
const serviceConfig = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

const channelOptions = {
  'grpc.service_config': serviceConfig,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.max_reconnect_backoff_ms': 3_000,
  'grpc.dns_min_time_between_resolutions_ms': 5_000,
  'grpc.max_send_message_length': 64 * 1024 * 1024,
  // Files come back as large as they went.
  'grpc.max_receive_message_length': 64 * 1024 * 1024,
};

/** Channels to services by name, one each, opened when first used. */
export class Channels {
  readonly #clients = new Map<string, Client>();

  constructor(private readonly addresses: ReadonlyMap<string, string>) {}

  to(service: string): Client {
    const known = this.#clients.get(service);
    if (known) return known;
    const address = this.addresses.get(service) ?? `dns:///${service}:50051`;
    const client = new Client(address, credentials.createInsecure(), channelOptions);
    this.#clients.set(service, client);
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

interface TokenAnswer {
  access_token: string;
  expires_in: number;
}

/** This process's own token, by client credentials; renewed half a minute before it ends. */
class ServiceToken {
  #token: Promise<TokenAnswer> | undefined;
  #until = 0;

  readonly #discovery: Discovery;

  constructor(private readonly settings: CommonSettings) {
    this.#discovery = new Discovery(settings.OIDC_ISSUER);
  }

  async get(): Promise<string> {
    if (!this.#token || Date.now() > this.#until) {
      this.#until = Date.now() + 5_000;
      this.#token = this.#ask();
      this.#token.then(
        (answer) => (this.#until = Date.now() + (answer.expires_in - 30) * 1000),
        () => (this.#token = undefined),
      );
    }
    return (await this.#token).access_token;
  }

  async #ask(): Promise<TokenAnswer> {
    const { SERVICE_CLIENT_ID: id, SERVICE_CLIENT_SECRET: secret, OIDC_AUDIENCE: audience } = this.settings;
    if (!secret) throw new Error('SERVICE_CLIENT_SECRET is needed to call other services');
    const url = this.settings.OIDC_TOKEN_URL ?? (await this.#discovery.read()).token_endpoint;
    const body = new URLSearchParams({ grant_type: 'client_credentials', resource: `urn:${audience}` });
    const authorization = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { authorization },
      signal: AbortSignal.timeout(3_000),
    });
    if (!answer.ok) throw new DomainError('unavailable', 'unavailable');
    return (await answer.json()) as TokenAnswer;
  }
}

/** Whether a neighbour answered that it does not know the thing. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === status.NOT_FOUND;

/** Calls to other services as this service; never in a person's hot path. */
export class ServiceClients {
  readonly #channels: Channels;
  readonly #token: ServiceToken;

  constructor(settings: CommonSettings) {
    this.#channels = new Channels(settings.SERVICE_ADDRESSES);
    this.#token = new ServiceToken(settings);
  }

  /**
   * @param tenantId the company the call is for; empty for none
   * @throws grpc-js ServiceError
   */
  async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethod & { input: I; output: O },
    request: MessageInitShape<I>,
    tenantId = '',
  ): Promise<MessageShape<O>> {
    const metadata = new Metadata({ waitForReady: isRead(method) });
    metadata.set('authorization', `Bearer ${await this.#token.get()}`);
    if (tenantId) metadata.set('anju-tenant', tenantId);
    const bytes = Buffer.from(toBinary(method.input, create(method.input, request)));
    const deadline = Date.now() + 3_000;
    const identity = (value: Buffer) => value;
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const done = (error: Error | null, value?: Buffer) =>
        value && !error ? resolve(value) : reject(error ?? new Error('empty'));
      const client = this.#channels.to(dutyOf(method.parent.typeName));
      client.makeUnaryRequest(pathOf(method), identity, identity, bytes, metadata, { deadline }, done);
    });
    return fromBinary(method.output, answer);
  }

  close(): void {
    this.#channels.close();
  }
}
