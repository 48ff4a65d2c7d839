import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { run } from './command.ts';
import { filesBelow, fingerprint, whenChanged } from './fingerprint.ts';
import { inRoot } from './paths.ts';

const folder = inRoot('apps', 'console');
const dist = join(folder, 'dist');

const inputs = (): string =>
  fingerprint(
    ...['index.html', 'public', 'src', 'tsconfig.json', 'vite.config.ts'].map((name) => join(folder, name)),
    inRoot('libs', 'contracts', 'src'),
    inRoot('package-lock.json'),
    inRoot('tools', 'console.ts'),
  );

/** Packed once here instead of at every request; the gateway sends what the browser takes. */
function pack(): void {
  for (const file of filesBelow(dist).filter((one) => /\.(js|css|svg|html|json)$/.test(one))) {
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  }
}

/** The console's own bundler, run only when the console or the contract changed; answers whether it was. */
export const buildConsole = (): Promise<boolean> =>
  whenChanged('console', inputs(), join(dist, 'index.html.br'), async () => {
    await run('vite', ['build', '--logLevel', 'warn', folder]);
    pack();
  });
