import { DomainError } from '@anju/kernel';

/** What an issuer says about itself (OpenID Connect Discovery); what every process needs must be there. */
export interface IssuerDocument {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly token_endpoint: string;
  readonly authorization_endpoint?: string;
  readonly end_session_endpoint?: string;
}

const isDocument = (value: unknown, issuer: string): value is IssuerDocument =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'issuer') === issuer &&
  ['jwks_uri', 'token_endpoint'].every((name) => typeof Reflect.get(value, name) === 'string');

/** Asks an issuer once, when it is first needed; one that does not answer is asked again the next time. */
export class Discovery {
  #document: Promise<IssuerDocument> | undefined;

  constructor(private readonly issuer: string) {}

  read(): Promise<IssuerDocument> {
    this.#document ??= this.#ask().catch(() => {
      this.#document = undefined;
      throw new DomainError('unavailable', 'unavailable');
    });
    return this.#document;
  }

  async #ask(): Promise<IssuerDocument> {
    const address = `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(3_000) });
    const document: unknown = await answer.json();
    // Another name in the document than in the settings means somebody else's keys.
    if (!isDocument(document, this.issuer)) throw new Error('the discovery document is not this issuer’s');
    return document;
  }
}
