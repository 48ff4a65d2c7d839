import type { JWK } from 'jose';
import Provider, {
  type AccessToken,
  type ClientCredentials,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { AccountStore } from '../store/account.store.js';
import type { IdentityDatabase } from '../store/database.js';
import { IssuerRecords } from '../store/issuer.store.js';
import type { SecretBox } from '../store/secret-box.js';
import type { IdentitySettings } from '../settings.js';
import { languageOf, noticePage, signOutPage } from './pages.js';

export interface IssuerParts {
  readonly settings: IdentitySettings;
  readonly database: IdentityDatabase;
  readonly accounts: AccountStore;
  readonly box: SecretBox;
}

const minute = 60;
const day = 24 * 3600;

const clients = (settings: IdentitySettings): Configuration['clients'] => [
  {
    client_id: 'anju-gateway',
    client_secret: settings.GATEWAY_CLIENT_SECRET,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [`${settings.PUBLIC_URL}/auth/callback`],
    post_logout_redirect_uris: [`${settings.PUBLIC_URL}/`],
  },
  {
    client_id: 'anju-cli',
    token_endpoint_auth_method: 'none',
    // Not 'native': the issuer would ask such a client's person for consent each time, and this one is our own.
    application_type: 'web',
    grant_types: ['authorization_code'],
    redirect_uris: ['http://127.0.0.1/callback'],
  },
  {
    client_id: 'anju-service',
    client_secret: settings.SERVICE_CLIENT_SECRET,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  },
];

/** Our clients are the company's own: signing in is consent enough. */
async function ownGrant(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known ? await provider.Grant.find(known) : undefined;
  if (found) return found;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

/** Who the token speaks for: company, kind, and the member of staff or the person. */
async function tokenClaims({ accounts, database }: IssuerParts, token: AccessToken | ClientCredentials) {
  if (token.kind === 'ClientCredentials') return { knd: 'service', tid: '', sid: '' };
  const account = await accounts.find(database, token.accountId);
  if (!account) return {};
  return {
    knd: account.kind,
    tid: account.kind === 'operator' ? '' : account.tenantId,
    sid: account.subjectId,
  };
}

const resource = (audience: string): Configuration['features'] => ({
  devInteractions: { enabled: false },
  clientCredentials: { enabled: true },
  userinfo: { enabled: false },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => `urn:${audience}`,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: '',
      audience,
      accessTokenFormat: 'jwt',
      accessTokenTTL: 10 * minute,
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => {
      ctx.body = signOutPage(languageOf(ctx.get('accept-language')), form);
    },
    postLogoutSuccessSource: (ctx) => {
      ctx.body = noticePage(languageOf(ctx.get('accept-language')), 'left');
    },
  },
});

/** The OpenID Connect issuer: oidc-provider with our clients, accounts, pages and memory. */
export function createIssuer(parts: IssuerParts, keys: readonly JWK[]): Provider {
  const { settings, database, accounts, box } = parts;
  // Its own name, also where the settings make everybody believe another issuer and nobody asks this one.
  const provider = new Provider(`${settings.PUBLIC_URL}/oidc`, {
    adapter: (model: string) => new IssuerRecords(database, model),
    clients: clients(settings) ?? [],
    jwks: { keys: [...keys] as never },
    cookies: { keys: [box.keyFor('issuer cookies')] },
    features: resource(settings.OIDC_AUDIENCE) ?? {},
    scopes: ['openid'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_, client) => Promise.resolve(client.clientId === 'anju-gateway'),
    extraTokenClaims: (_, token) => tokenClaims(parts, token),
    findAccount: async (_, accountId) => {
      const account = await accounts.find(database, accountId);
      return account && !account.locked
        ? { accountId, claims: () => Promise.resolve({ sub: accountId }) }
        : undefined;
    },
    loadExistingGrant: ownGrant,
    interactions: { url: (_, interaction) => `/oidc/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 10 * minute,
      ClientCredentials: 10 * minute,
      RefreshToken: 12 * 3600,
      Session: 14 * day,
      Grant: 14 * day,
      Interaction: 3600,
      IdToken: 3600,
    },
    renderError: (ctx) => {
      ctx.type = 'html';
      ctx.body = noticePage(languageOf(ctx.get('accept-language')), 'failed');
    },
  });
  provider.proxy = true;
  return provider;
}
