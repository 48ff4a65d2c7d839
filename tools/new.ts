// `npm run new -- <duty> [noun]`: a service that works and passes its test, to be shaped into the duty.
// `npm run new -- planning policy` writes apps/planning with one aggregate `policy`, and its protos.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { main, run, ToolError } from './command.ts';
import { filesBelow, writeIfDifferent } from './fingerprint.ts';
import { inRoot, services } from './paths.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const plural = (word: string): string => (word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`);

function words(duty: string, noun: string): Record<string, string> {
  return { duty, Duty: capital(duty), noun, Noun: capital(noun), nouns: plural(noun) };
}

const fill = (text: string, by: Record<string, string>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => by[name] ?? whole);

/** Copies one half of the skeleton; names of files are filled in like their text. */
function lay(half: 'app' | 'proto', target: string, by: Record<string, string>): string[] {
  const from = inRoot('tools', 'skeleton', half);
  return filesBelow(from).map((file) => {
    const to = join(target, fill(relative(from, file), by).replace(/\.tpl$/, ''));
    writeIfDifferent(to, fill(readFileSync(file, 'utf8'), by));
    return to;
  });
}

function check(duty: string | undefined, noun: string): asserts duty is string {
  if (!duty || !/^[a-z]+$/.test(duty) || !/^[a-z]+$/.test(noun))
    throw new ToolError('usage: npm run new -- <duty> [noun], each one word of small letters');
  if (services().includes(duty) || existsSync(inRoot('apps', duty)))
    throw new ToolError(`there is a ${duty} already`);
}

main(async () => {
  const [duty, noun = 'entry'] = process.argv.slice(2);
  check(duty, noun);
  const by = words(duty, noun);
  const written = [
    ...lay('app', inRoot('apps', duty), by),
    ...lay('proto', inRoot('proto', 'anju', duty, 'v1'), by),
  ];
  const list = inRoot('deploy', 'services.json');
  writeFileSync(list, JSON.stringify([...services(), duty]));
  const formatted = [...written, list].filter((file) => /\.(ts|json|md)$/.test(file));
  await run('prettier', ['--write', ...formatted]);
  console.log(`wrote ${written.length} files and a line in deploy/services.json; linking and generating`);
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
  await run('node', [inRoot('tools', 'gen.ts')]);
  console.log(`test it: npm run jest -- apps/${duty} --selectProjects unit service`);
});
