import { url } from './company.js';

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export interface Page {
  readonly at: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly location: string;
}

/** What a browser does with cookies and redirects, and everything it got to see. */
export class Browser {
  readonly #cookies = new Map<string, Cookie>();
  readonly seen: string[] = [];
  readonly setCookies: string[] = [];

  cookie(name: string): string {
    return this.#cookies.get(`${name} /`)?.value ?? '';
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(`${name} /`, { name, value, path: '/' });
  }

  async ask(address: string | URL, init: RequestInit = {}): Promise<Page> {
    const at = new URL(address, url);
    const sent = [...this.#cookies.values()].filter(({ path }) => at.pathname.startsWith(path));
    const cookie = sent.map(({ name, value }) => `${name}=${value}`).join('; ');
    const headers = { 'accept-language': 'en', cookie, ...(init.headers as Record<string, string>) };
    const answer = await fetch(at, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    const [body, location] = [await answer.text(), answer.headers.get('location') ?? ''];
    this.seen.push(at.href, location, body, JSON.stringify([...answer.headers]));
    return { at, status: answer.status, headers: answer.headers, body, location };
  }

  /** Follows redirects as long as they stay at the gateway. */
  async go(address: string | URL, init: RequestInit = {}): Promise<Page> {
    let page = await this.ask(address, init);
    for (let step = 0; page.location && step < 10; step++) {
      const next = new URL(page.location, page.at);
      if (next.origin !== new URL(url).origin) return page;
      page = await this.ask(next);
    }
    return page;
  }

  /** Sends the page's form. */
  async submit(page: Page, login: string, password: string): Promise<Page> {
    const tag = /<form[^>]*>/.exec(page.body)?.[0] ?? '';
    const action = new URL(attribute(tag, 'action'), page.at);
    const form = new URLSearchParams({ login, password });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.go(action, { method: 'POST', body: form.toString(), headers });
  }

  async signIn(login: string, password: string, back = '/v1/me'): Promise<Page> {
    const page = await this.go(`/auth/login?return=${encodeURIComponent(back)}`);
    return this.submit(page, login, password);
  }

  #keep(line: string): void {
    this.setCookies.push(line);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
    const gone = value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line);
    if (gone) this.#cookies.delete(`${name} ${path}`);
    else this.#cookies.set(`${name} ${path}`, { name, value, path });
  }
}
