import { type Identity } from '@anju/tenancy';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const kid = 'test';

/** A token issuer for one test file: real keys, a real JWKS address. */
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
    const server = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(jwks),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new TestIssuer(server, privateKey, `http://127.0.0.1:${port}`);
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
