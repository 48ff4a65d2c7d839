import { transformFile } from '@swc/core';
import { copyFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { filesBelow, fingerprint, whenChanged } from './fingerprint.ts';
import { apps, cache, folder, inRoot, libs } from './paths.ts';
import { swc } from './swc.ts';

/** A part is one app or lib: `src/` compiled file by file into `dist/`. The console has its own bundler. */
export const parts = (): string[] =>
  [...apps().map((app) => inRoot('apps', app)), ...libs().map((lib) => inRoot('libs', lib))].filter(
    (part) => existsSync(join(part, 'src')) && !existsSync(join(part, 'index.html')),
  );

const isSource = (file: string): boolean => !/\.(spec|d)\.ts$/.test(file);
const targetOf = (part: string, file: string): string =>
  join(part, 'dist', relative(join(part, 'src'), file)).replace(/\.ts$/, '.js');

const isOld = (source: string, target: string): boolean =>
  !existsSync(target) || statSync(target).mtimeMs < statSync(source).mtimeMs;

async function compile(source: string, target: string): Promise<void> {
  folder(dirname(target));
  if (!source.endsWith('.ts')) return copyFileSync(source, target);
  const { code, map } = await transformFile(source, {
    ...swc,
    swcrc: false,
    sourceFileName: relative(dirname(target), source),
  });
  writeFileSync(`${target}.map`, map ?? '');
  writeFileSync(target, `${code}\n//# sourceMappingURL=${basename(target)}.map\n`);
}

/** Compiles what is newer than its output and removes output whose source is gone; returns how much it wrote. */
export async function compilePart(part: string): Promise<number> {
  const pairs = filesBelow(join(part, 'src'))
    .filter(isSource)
    .map((source) => ({ source, target: targetOf(part, source) }));
  const wanted = new Set(pairs.flatMap(({ target }) => [target, `${target}.map`]));
  for (const file of filesBelow(join(part, 'dist'))) if (!wanted.has(file)) rmSync(file);
  const old = pairs.filter(({ source, target }) => isOld(source, target));
  await Promise.all(old.map(({ source, target }) => compile(source, target)));
  return old.length;
}

export async function compileAll(): Promise<number> {
  await forgetOutputOfOtherSettings();
  const counts = await Promise.all(parts().map(compilePart));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function forgetOutputOfOtherSettings(): Promise<void> {
  const settings = ['tools/swc.ts', 'tools/compile.ts', 'node_modules/@swc/core/package.json'];
  await whenChanged('compile', fingerprint(...settings.map((file) => inRoot(file))), cache, () => {
    for (const part of parts()) rmSync(join(part, 'dist'), { recursive: true, force: true });
    return Promise.resolve();
  });
}
