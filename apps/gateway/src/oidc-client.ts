import { DomainError } from '@anju/kernel';
import { Discovery } from '@anju/tenancy';
import * as oidc from 'openid-client';
import type { GatewaySettings } from './settings.js';

/** Whether identity's own issuer signs people in; its name is below the gateway's address. */
export const isOwnIssuer = ({ OIDC_ISSUER, PUBLIC_URL }: GatewaySettings): boolean =>
  OIDC_ISSUER === `${PUBLIC_URL}/oidc`;

/** Browsers reach our own issuer through the gateway, the gateway asks it directly. */
const ownDocument = (settings: GatewaySettings): oidc.ServerMetadata => ({
  issuer: settings.OIDC_ISSUER,
  authorization_endpoint: `${settings.PUBLIC_URL}/oidc/auth`,
  token_endpoint: `${settings.IDENTITY_HTTP_URL}/oidc/token`,
  jwks_uri: `${settings.IDENTITY_HTTP_URL}/oidc/jwks`,
});

/** Whether the issuer could not do its work, rather than refuse it. */
export const isIssuerAway = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof oidc.ResponseBodyError && error.status >= 500) ||
  (error instanceof oidc.ClientError &&
    ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'].includes(
      String(error.code),
    ));

/** The gateway as a client of the issuer, whichever that is. */
export class OidcClient {
  readonly #discovery: Discovery;
  #config: oidc.Configuration | undefined;

  constructor(private readonly settings: GatewaySettings) {
    this.#discovery = new Discovery(settings.OIDC_ISSUER);
  }

  /** Where to send a browser that is to sign in. */
  async signInUrl(state: string, verifier: string): Promise<string> {
    const url = oidc.buildAuthorizationUrl(await this.#ready(), {
      redirect_uri: `${this.settings.PUBLIC_URL}/auth/callback`,
      scope: this.settings.OIDC_SCOPE,
      resource: `urn:${this.settings.OIDC_AUDIENCE}`,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    return url.href;
  }

  /**
   * Where to send a browser that signed out here. Our own issuer has forgotten it by then; another one is asked to,
   * without the id token as a hint, because no token may stand in an address.
   */
  async signedOutUrl(): Promise<string> {
    const home = `${this.settings.PUBLIC_URL}/`;
    if (isOwnIssuer(this.settings)) return home;
    const config = await this.#ready();
    if (!config.serverMetadata().end_session_endpoint) return home;
    return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: home }).href;
  }

  async redeem(callback: URL, state: string, verifier: string): Promise<oidc.TokenEndpointResponse> {
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    return this.#ask((config) => oidc.authorizationCodeGrant(config, callback, checks));
  }

  async refresh(refreshToken: string): Promise<oidc.TokenEndpointResponse> {
    return this.#ask((config) => oidc.refreshTokenGrant(config, refreshToken));
  }

  /** @throws DomainError `unavailable` when the issuer is away, `unauthenticated` when it refuses */
  async #ask(grant: (config: oidc.Configuration) => Promise<oidc.TokenEndpointResponse>) {
    const config = await this.#ready();
    try {
      return await grant(config);
    } catch (error) {
      const reason = isIssuerAway(error) ? 'unavailable' : 'unauthenticated';
      throw new DomainError(reason, reason);
    }
  }

  async #ready(): Promise<oidc.Configuration> {
    this.#config ??= this.#configure(
      isOwnIssuer(this.settings) ? ownDocument(this.settings) : { ...(await this.#discovery.read()) },
    );
    return this.#config;
  }

  #configure(document: oidc.ServerMetadata): oidc.Configuration {
    const { GATEWAY_CLIENT_ID: id, GATEWAY_CLIENT_SECRET: secret } = this.settings;
    const config = new oidc.Configuration(document, id, {}, oidc.ClientSecretBasic(secret));
    // Shorter than a renewal's claim, so that nobody else begins before this one has ended.
    config.timeout = 5;
    // Inside a cluster the issuer may be plain HTTP; whoever sets such an address has decided it.
    if (document.token_endpoint?.startsWith('http:')) oidc.allowInsecureRequests(config);
    return config;
  }
}
