// The one door of every npm script. Runs on the machine's own Node (20 or later) and needs nothing installed:
// brings in what is missing, then hands over to the pinned Node, which runs the TypeScript tools as they are.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => join(root, ...parts);
const json = (file) => JSON.parse(readFileSync(inRoot(file), 'utf8'));

const workspaces = () =>
  ['apps', 'libs'].flatMap((group) =>
    existsSync(inRoot(group))
      ? readdirSync(inRoot(group))
          .map((name) => `${group}/${name}`)
          .filter((path) => existsSync(inRoot(path, 'package.json')))
      : [],
  );

/** npm notes in node_modules/.package-lock.json what it really installed; optional packages may rightly be absent. */
function missingPackages(locked) {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return ['everything'];
  const installed = json('node_modules/.package-lock.json').packages;
  return Object.entries(locked)
    .filter(([path, wanted]) => path.startsWith('node_modules/') && !wanted.optional)
    .filter(([path, wanted]) =>
      wanted.link ? !existsSync(inRoot(path, 'package.json')) : installed[path]?.version !== wanted.version,
    )
    .map(([path]) => path);
}

function npm(...args) {
  console.log(`[anju] npm ${args[0]}: installing packages (about a minute the first time)`);
  const done = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

// Not `npm ci`: it refuses a lock in which optional packages for other systems have no version, as a registry that
// does not carry them leaves it. `npm install --no-save` keeps to the locked versions and to the lock all the same.
function install() {
  const locked = json('package-lock.json').packages;
  if (workspaces().some((path) => !locked[path])) npm('install', '--prefer-offline');
  else if (missingPackages(locked).length > 0) npm('install', '--no-save', '--prefer-offline');
}

/** A killed npm tells nobody; what it started would run on unseen. */
function stopWithNpm(child) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 1000);
  watch.unref();
}

function handOver(command, args) {
  const path = `${inRoot('node_modules', '.bin')}:${process.env.PATH}`;
  // kafkajs 2.2.4 computes a timeout in the past; Node 24 warns at every start.
  const quiet = '--disable-warning=TimeoutNegativeWarning';
  const child = spawn(inRoot('node_modules/.bin/node'), [quiet, inRoot('tools', `${command}.ts`), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  stopWithNpm(child);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

const [command, ...args] = process.argv.slice(2);
if (!command || !existsSync(inRoot('tools', `${command}.ts`))) {
  console.error(
    'usage: node tools/anju.mjs <start|test|dev|check|gen|build|token|replay|new|bench-tickets|bench-figures> [arguments]',
  );
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node ${process.versions.node} is too old to begin with: install Node 20 or later`);
  process.exit(2);
}
install();
handOver(command, args);
