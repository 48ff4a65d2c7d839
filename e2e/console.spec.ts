import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/paths.ts';
import { url } from './company.js';

const dist = join(root, 'apps', 'console', 'dist');

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

/** Everything a browser loads before it shows anything: the entry and what it imports, as Vite noted it. */
function initialFiles(): string[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const found = new Map<string, string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk || found.has(name)) return;
    found.set(name, chunk.file);
    chunk.imports?.forEach(visit);
  };
  visit('index.html');
  return [...found.values()];
}

const page = (path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
  fetch(url + path, { headers, redirect: 'manual' });

describe('the console', () => {
  it('loads at most 350 kB of script, packed, before its first screen', () => {
    const sizes = initialFiles().map((file) => statSync(join(dist, `${file}.gz`)).size);
    const kB = sizes.reduce((sum, size) => sum + size, 0) / 1000;
    console.log(`initial script of the console: ${kB.toFixed(1)} kB gzip`);
    expect(kB).toBeGreaterThan(100);
    expect(kB).toBeLessThanOrEqual(350);
  });

  it.each(['/', '/tickets', '/tickets/0198c0de-0000-7000-8000-000000000000?do=resolve'])(
    'answers %s with its page, which nobody may keep',
    async (path) => {
      const answer = await page(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await answer.text()).toContain('<div id="root">');
    },
  );

  it('lets its assets be kept for ever, and sends them packed', async () => {
    const [file = ''] = initialFiles();
    const answer = await page(`/${file}`, { accept: '*/*', 'accept-encoding': 'br' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(existsSync(join(dist, `${file}.br`))).toBe(true);
  });

  it.each(['/v1/no-such-thing', '/docs/no-such-thing', '/auth/no-such-thing', '/assets/gone.js'])(
    'leaves %s to the door',
    async (path) => {
      const answer = await page(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
    },
  );

  it('runs no script that is not a file of its own', async () => {
    const answer = await page('/');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });
});
