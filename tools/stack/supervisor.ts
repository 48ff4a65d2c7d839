import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { ToolError } from '../command.ts';
import { cache, inRoot } from '../paths.ts';
import { pause, say, until } from '../progress.ts';
import { freshLog, hasEnded, launch, lastLines, logOf, stop } from './process.ts';

export interface Process {
  name: string;
  env: Record<string, string>;
  /** Answers 200 when the process is ready. */
  ready: string;
}

interface Run {
  child: ChildProcess;
  began: number;
  /** How often it ended in a row without having run well. */
  failures: number;
  /** Whether it ever answered; one that never did is given up soon. */
  proven: boolean;
}

const node = inRoot('node_modules', '.bin', 'node');
const compiled = { NODE_COMPILE_CACHE: join(cache, 'node') };
const longestWait = 15_000;
const ranWell = 60_000;
const attempts = 3;

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Keeps processes running: one that crashes is shown and started again, waiting longer each time it does. */
export class Supervisor {
  readonly #runs = new Map<string, Run>();
  #stopping = false;

  readonly #state: string;
  readonly #onChange: (pids: Record<string, number>) => void;

  constructor(state: string, onChange: (pids: Record<string, number>) => void) {
    this.#state = state;
    this.#onChange = onChange;
  }

  get pids(): Record<string, number> {
    return Object.fromEntries([...this.#runs].map(([name, { child }]) => [name, child.pid ?? 0]));
  }

  /** Starts it and waits until it is ready. */
  async start(process: Process): Promise<void> {
    freshLog(this.#state, process.name);
    this.#launch(process, 0, false);
    const isReady = async (): Promise<boolean> => {
      const run = this.#runs.get(process.name);
      if (this.#stopping || !run) throw new ToolError(`${process.name} was stopped while it started`);
      if (run.failures >= attempts)
        throw new ToolError(`${process.name} does not start; see ${this.#log(process)}`);
      run.proven = await answers(process.ready);
      return run.proven;
    };
    await until(process.name, isReady, { seconds: 90, every: 100 });
  }

  /** Starts it again with what was compiled since. */
  async restart(process: Process): Promise<void> {
    await this.halt(process);
    await this.start(process);
  }

  /** Ends it; it stays down until it is started again. */
  async halt({ name }: Process): Promise<void> {
    const run = this.#runs.get(name);
    this.#runs.delete(name);
    if (run) await stop(run.child, 'SIGTERM', 15);
    this.#onChange(this.pids);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const stopped = [...this.#runs].map(async ([name, { child }]) => {
      if (!(await stop(child, 'SIGTERM', 15))) say(`${name} did not stop in 15 s and was killed`);
    });
    await Promise.all(stopped);
  }

  #log(process: Process): string {
    return logOf(this.#state, process.name);
  }

  #launch(process: Process, failures: number, proven: boolean): void {
    if (this.#stopping) return;
    const args = ['--enable-source-maps', inRoot('apps', process.name, 'dist', 'main.js')];
    const program = { name: process.name, command: node, args, env: { ...compiled, ...process.env } };
    const run: Run = {
      child: launch(program, this.#log(process)),
      began: performance.now(),
      failures,
      proven,
    };
    this.#runs.set(process.name, run);
    this.#onChange(this.pids);
    run.child.once('exit', (code, signal) => this.#ended(process, run, signal ?? `code ${code}`));
  }

  #ended(process: Process, run: Run, how: string): void {
    const isCurrent = () => !this.#stopping && this.#runs.get(process.name) === run && hasEnded(run.child);
    if (!isCurrent()) return;
    // One that ran well for a minute begins with short waits again.
    run.failures = performance.now() - run.began > ranWell ? 1 : run.failures + 1;
    const words = `Its last words:\n${lastLines(this.#log(process), 12)}`;
    if (!run.proven && run.failures >= attempts) return say(`${process.name} ended (${how}). ${words}`);
    const wait = Math.min(500 * 2 ** (run.failures - 1), longestWait);
    say(`${process.name} ended (${how}); starting it again in ${wait / 1000} s. ${words}`);
    void pause(wait).then(() => {
      if (isCurrent()) this.#launch(process, run.failures, run.proven);
    });
  }
}
