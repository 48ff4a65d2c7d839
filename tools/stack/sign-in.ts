import { createHash, randomBytes } from 'node:crypto';
import { ToolError } from '../command.ts';

const client = 'anju-cli';
/** Never listened to: the code is read from where the issuer would send the browser. */
const redirect = 'http://127.0.0.1/callback';

/** What a browser keeps between pages. */
class Visit {
  readonly #cookies = new Map<string, string>();

  async go(url: URL, form?: URLSearchParams): Promise<Response> {
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      ...(form ? { body: form } : {}),
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return answer;
  }
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

/** Fills the page's form: every field as the page has it, name and password where it asks for them. */
function fill(page: string, at: URL, account: string, password: string): { url: URL; form: URLSearchParams } {
  const tag = /<form[^>]*>/.exec(page)?.[0];
  if (!tag)
    throw new ToolError(
      `the issuer answered without a form: ${page
        .replace(/<[^>]*>|\s+/g, ' ')
        .trim()
        .slice(0, 200)}`,
    );
  const form = new URLSearchParams();
  for (const input of page.match(/<input[^>]*>/g) ?? []) {
    const name = attribute(input, 'name');
    if (!name) continue;
    const type = attribute(input, 'type') ?? 'text';
    const words: Record<string, string> = { password, text: account, email: account };
    form.set(name, words[type] ?? attribute(input, 'value') ?? '');
  }
  return { url: new URL(attribute(tag, 'action') ?? '', at), form };
}

async function authorize(start: URL, account: string, password: string): Promise<URL> {
  const visit = new Visit();
  let [at, form]: [URL, URLSearchParams | undefined] = [start, undefined];
  let passwords = 0;
  for (let step = 0; step < 12; step += 1) {
    const answer = await visit.go(at, form);
    const location = answer.headers.get('location');
    const page = location ? '' : await answer.text();
    if (location?.startsWith(redirect)) return new URL(location);
    if (location) [at, form] = [new URL(location, at), undefined];
    else {
      if (/type="password"/.test(page) && (passwords += 1) > 1) break;
      ({ url: at, form } = fill(page, at, account, password));
    }
  }
  throw new ToolError(`${account} could not sign in: wrong name or password?`);
}

/** Signs in and answers with an access token. */
export async function signIn(issuedBy: string, account: string, password: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL(`${issuedBy}/oidc/auth`);
  start.search = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid',
    state: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const back = await authorize(start, account, password);
  const code = back.searchParams.get('code');
  if (!code) throw new ToolError(`no code: ${back.searchParams.get('error_description') ?? back.search}`);
  const answer = await fetch(`${issuedBy}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client,
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!token) throw new ToolError(`the issuer gave no token (${answer.status})`);
  return token;
}
