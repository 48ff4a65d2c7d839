import { type Identity } from '@anju/tenancy';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const kid = 'test';

/** Another service of the installation. */
export const aService: Identity = {
  kind: 'service',
  tenantId: '',
  subjectId: '',
  accountId: 'anju-service',
};

/** A token issuer for one test file: real keys, real addresses for them and for services' own tokens. */
export class TestIssuer {
  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
    readonly url: string,
  ) {}

  static async start(): Promise<TestIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwks = JSON.stringify({
      keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }],
    });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const issuer = new TestIssuer(server, privateKey, `http://127.0.0.1:${port}`);
    const grant = async () =>
      JSON.stringify({ access_token: await issuer.token(aService), expires_in: 600, token_type: 'Bearer' });
    server.on('request', ({ method }: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if (method === 'POST') void grant().then((body) => response.end(body));
      else response.end(jwks);
    });
    return issuer;
  }

  get tokenUrl(): string {
    return `${this.url}/token`;
  }

  get jwksUrl(): string {
    return `${this.url}/jwks`;
  }

  /** An access token as identity would make it; `claims` override. */
  async token(who: Identity, claims: JWTPayload = {}): Promise<string> {
    const body = { tid: who.tenantId, knd: who.kind, sid: who.subjectId, ...claims };
    return new SignJWT(body)
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'at+jwt' })
      .setIssuer(this.url)
      .setAudience('anju')
      .setSubject(who.accountId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(this.key);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
