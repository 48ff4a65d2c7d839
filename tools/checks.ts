import { existsSync, readFileSync, rmSync } from 'node:fs';
import { attempt, run, ToolError } from './command.ts';
import { contractUnbroken } from './contract-history.ts';
import { inRoot } from './paths.ts';
import { elapsed, say } from './progress.ts';

export interface Tally {
  passed: number;
  failed: number;
}

type Step = readonly [title: string, body: () => Promise<unknown>];

const tool = (name: string, ...args: string[]) => run(name, args);

async function lint(): Promise<void> {
  // The boundary rule reads Nx's cached graph and only warns when there is none: make it first, and refuse the warning.
  await tool('nx', 'graph', '--file=node_modules/.cache/anju/graph.json');
  const output = await tool('eslint', '--max-warnings=0', '.');
  if (output.includes('No cached ProjectGraph')) throw new ToolError('lint ran without the project graph');
  const canary = await attempt('eslint', ['--no-ignore', 'tools/canary']);
  const caught = ['@nx/enforce-module-boundaries', 'no-restricted-imports', 'no-explicit-any'];
  const missed = caught.filter((rule) => !canary.output.includes(rule));
  if (missed.length > 0)
    throw new ToolError(`the canary was not caught by ${missed.join(', ')}:\n${canary.output}`);
}

/** What must hold before anything runs; fast first. */
export const staticSteps: readonly Step[] = [
  ['generate', () => run('node', [inRoot('tools', 'gen.ts')])],
  ['compile', () => run('node', [inRoot('tools', 'build.ts')])],
  ['format', () => tool('prettier', '--check', '--cache', '--log-level=warn', '.')],
  ['contract', () => tool('buf', 'lint', 'proto')],
  ['contract unbroken', contractUnbroken],
  ['types', () => tool('tsc', '-p', 'tsconfig.json')],
  ['types of the console', () => tool('tsc', '-p', 'apps/console')],
  ['lint', lint],
  ['unused', () => tool('knip', '--no-progress', '--no-config-hints')],
];

export async function runSteps(steps: readonly Step[]): Promise<void> {
  for (const [title, body] of steps) {
    const begin = performance.now();
    await body().catch((error: unknown) => {
      throw error instanceof Error ? new ToolError(`${title}: ${error.message}`) : error;
    });
    say(`${title}: good (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  }
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
}

/** A run that did not even report, such as one whose servers did not start, counts as one failure. */
function tallyOf(report: string, code: number): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const said = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failed = said.numFailedTests + said.numRuntimeErrorTestSuites;
  return { passed: said.numPassedTests, failed: Math.max(failed, code === 0 ? 0 : 1) };
}

/** Runs one of jest's projects, showing what it says; answers how many tests passed and failed. */
export async function runJest(
  project: 'unit' | 'service' | 'e2e' | 'browser' | 'outages' | 'dev',
): Promise<Tally> {
  say(`${project} tests`);
  const report = inRoot('node_modules', '.cache', 'anju', `jest-${project}.json`);
  rmSync(report, { force: true });
  const args = ['--passWithNoTests', '--selectProjects', project, '--json', `--outputFile=${report}`];
  const { code } = await attempt('node', ['node_modules/jest/bin/jest.js', ...args], {
    live: true,
    env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  });
  const { passed, failed } = tallyOf(report, code);
  console.log(`[${elapsed()}] ${project}: ${passed} passed, ${failed} failed`);
  return { passed, failed };
}
