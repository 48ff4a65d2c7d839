import { eventually } from '@anju/testing';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { join } from 'node:path';
import { folder, root } from '../../tools/paths.ts';
import { password, url } from '../company.js';

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const wide = { width: 1440, height: 900 };
export const phone = { width: 360, height: 740 };

const pictures = join(root, 'node_modules', '.cache', 'anju', 'screenshots');
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet });

type Role = Parameters<Page['getByRole']>[0];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Somebody at a screen: does what a person does, and waits for what a person sees. */
export class Desk {
  readonly #awake: NodeJS.Timeout;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.setDefaultTimeout(30_000);
    // Headless Chromium in a container now and then sleeps over its own timers; a word from outside wakes it.
    this.#awake = setInterval(() => void page.evaluate('0').catch(() => undefined), 150).unref();
  }

  static async open(browser: Browser, viewport = wide, locale = 'en-US'): Promise<Desk> {
    const context = await browser.newContext({ viewport, locale, timezoneId: 'Asia/Shanghai' });
    return new Desk(context, await context.newPage());
  }

  async close(): Promise<void> {
    clearInterval(this.#awake);
    await this.context.close();
  }

  async signIn(login: string, path = '/'): Promise<void> {
    await this.page.goto(url + path);
    await this.giveName(login);
  }

  async giveName(login: string): Promise<void> {
    await this.page.locator('input[type=text]').fill(login);
    await this.page.locator('input[type=password]').fill(password);
    await this.page.keyboard.press('Enter');
    await this.sees(this.page.locator('#content'));
  }

  async go(path: string): Promise<void> {
    await this.page.goto(url + path);
    await this.settled();
  }

  /** Everything has come and nothing moves. */
  async settled(): Promise<void> {
    await this.sees(this.page.getByRole('heading', { level: 1 }));
    await this.until(
      `!document.querySelector('.ant-skeleton, .ant-spin-spinning') &&
       document.getAnimations().every((one) => one.playState !== 'running')`,
    );
  }

  until(condition: string): Promise<unknown> {
    return eventually(() => this.page.evaluate<boolean>(condition), 30_000);
  }

  async sees(what: Locator): Promise<void> {
    try {
      await eventually(() => what.first().isVisible(), 30_000);
    } catch (error) {
      await this.picture(`not-seen-${Date.now()}`);
      const alerts = await this.page.getByRole('alert').allInnerTexts();
      const said = alerts.length > 0 ? `; the page says: ${alerts.join(' | ')}` : '';
      throw new Error(`${String(what)} was not seen on ${this.page.url()}${said}`, { cause: error });
    }
  }

  seesText(text: string | RegExp): Promise<void> {
    return this.sees(this.page.getByText(text));
  }

  async press(name: string | RegExp, role: Role = 'button'): Promise<void> {
    await this.page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
  }

  fill(label: string | RegExp, text: string): Promise<void> {
    return this.page.getByLabel(label).first().fill(text);
  }

  /** One of a list, by typing a part of it. */
  async choose(label: string | RegExp, text: string): Promise<void> {
    await this.page.getByLabel(label).first().fill(text);
    await this.page.keyboard.press('Enter');
  }

  async picture(name: string): Promise<void> {
    const { width } = this.page.viewportSize() ?? wide;
    await this.page.screenshot({ path: join(folder(pictures), `${name}-${width}.png`), fullPage: true });
  }

  /** What a blind, a colour-blind or a keyboard-only colleague could not use. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const found = await this.page.evaluate<readonly Violation[]>(
      `axe.run(document, { runOnly: ${JSON.stringify(rules)} }).then(({ violations }) => violations)`,
    );
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  }

  /** By how many pixels the page is wider than the screen. */
  overhang(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  }
}
