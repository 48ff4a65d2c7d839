import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  createLocalJWKSet,
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenVerifier } from './token.js';

const rules = { issuer: 'https://anju.test/oidc', audience: 'anju', jwksUrl: 'https://anju.test/jwks' };
let verifier: TokenVerifier;
let key: CryptoKey;
let publicPem: string;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  publicPem = await exportSPKI(pair.publicKey);
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
  verifier = new TokenVerifier(rules, createLocalJWKSet({ keys: [jwk] }));
});

const claims = {
  iss: rules.issuer,
  aud: rules.audience,
  sub: 'account',
  tid: 'tenant',
  knd: 'staff',
  sid: 'person',
  jti: 'j',
};
const now = () => Math.floor(Date.now() / 1000);

const sign = (change: JWTPayload, typ = 'at+jwt', secret: CryptoKey | Uint8Array = key, alg = 'RS256') =>
  new SignJWT({ ...claims, iat: now(), exp: now() + 60, ...change })
    .setProtectedHeader({ alg, kid: 'one', typ })
    .sign(secret);

const reason = (token: string) =>
  verifier.verify(token).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );

describe('an access token', () => {
  it('says who it is', async () => {
    const identity = { kind: 'staff', tenantId: 'tenant', subjectId: 'person', accountId: 'account' };
    const issuedAt = new Date(1_772_000_000_000);
    const token = await sign({ iat: issuedAt.getTime() / 1000 });
    expect(await verifier.verify(token)).toEqual({ ...identity, issuedAt });
  });

  it.each<[string, JWTPayload]>([
    ['of another issuer', { iss: 'https://evil.test' }],
    ['for another audience', { aud: 'other' }],
    ['that has ended', { exp: now() - 60 }],
    ['that has not begun', { nbf: now() + 600 }],
    ['of an unknown kind', { knd: 'emperor' }],
    ['of staff without a company', { tid: '' }],
    ['of staff without a person', { sid: '' }],
  ])('%s is refused', async (_, change) => {
    expect(await reason(await sign(change))).toBe('unauthenticated');
  });

  it.each(['exp', 'iat', 'sub', 'jti'])('without %s is refused', async (claim) => {
    expect(await reason(await sign({ [claim]: undefined }))).toBe('unauthenticated');
  });

  it('of another type, such as an id token, is refused', async () => {
    expect(await reason(await sign({}, 'JWT'))).toBe('unauthenticated');
  });

  it('without a signature is refused', async () => {
    expect(await reason(new UnsecuredJWT({ ...claims, exp: now() + 60 }).encode())).toBe('unauthenticated');
  });

  it('signed with the public key as if it were a secret is refused', async () => {
    expect(await reason(await sign({}, 'at+jwt', new TextEncoder().encode(publicPem), 'HS256'))).toBe(
      'unauthenticated',
    );
  });

  it('signed with another key is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await reason(await sign({}, 'at+jwt', privateKey))).toBe('unauthenticated');
  });
});

describe('while the issuer is away', () => {
  const opened = async (jwks: object) => {
    const server = createServer((_, response) => response.end(JSON.stringify(jwks)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { server, jwksUrl: `http://127.0.0.1:${port}` };
  };

  it('the keys it published last still count; a token of a key nobody knows waits', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const { server, jwksUrl } = await opened({
      keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }],
    });
    const verifier = new TokenVerifier({ ...rules, jwksUrl, keysFor: 0 });
    await verifier.verify(await sign({ jti: '1' }, 'at+jwt', privateKey));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await verifier.verify(await sign({ jti: '2' }, 'at+jwt', privateKey))).toMatchObject({
      subjectId: 'person',
    });
    await expect(verifier.verify(await sign({ jti: '3' }))).rejects.toThrow('unauthenticated');
    const rotated = new SignJWT({ ...claims, iat: now(), exp: now() + 60 });
    const token = await rotated.setProtectedHeader({ alg: 'RS256', kid: 'two', typ: 'at+jwt' }).sign(key);
    await expect(verifier.verify(token)).rejects.toThrow('unavailable');
  });
});
