import type { ChildProcess } from 'node:child_process';
import { inRoot } from '../paths.ts';
import { pause, say, until } from '../progress.ts';
import { freshLog, hasEnded, launch, lastLines, logOf, stop } from './process.ts';

export interface Process {
  name: string;
  env: Record<string, string>;
  /** Answers 200 when the process is ready. */
  ready: string;
}

const node = inRoot('node_modules', '.bin', 'node');
const main = (name: string) => inRoot('apps', name, 'dist', 'main.js');

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Keeps processes running: one that crashes is shown and started again, waiting longer each time it does. */
export class Supervisor {
  readonly #children = new Map<string, ChildProcess>();
  #stopping = false;

  constructor(
    private readonly state: string,
    private readonly onChange: (pids: Record<string, number>) => void,
  ) {}

  get pids(): Record<string, number> {
    return Object.fromEntries([...this.#children].map(([name, child]) => [name, child.pid ?? 0]));
  }

  /** Starts it and waits until it is ready. */
  async start(process: Process): Promise<void> {
    freshLog(this.state, process.name);
    this.#launch(process, 500);
    await until(process.name, () => answers(process.ready), { seconds: 90, every: 100 });
  }

  /** Starts it again with what was compiled since. */
  async restart(process: Process): Promise<void> {
    const child = this.#children.get(process.name);
    this.#children.delete(process.name);
    if (child) await stop(child, 'SIGTERM', 15);
    await this.start(process);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const stopped = [...this.#children].map(async ([name, child]) => {
      if (!(await stop(child, 'SIGTERM', 15))) say(`${name} did not stop in 15 s and was killed`);
    });
    await Promise.all(stopped);
  }

  #launch(process: Process, wait: number): void {
    const log = logOf(this.state, process.name);
    const child = launch(
      {
        name: process.name,
        command: node,
        args: ['--enable-source-maps', main(process.name)],
        env: process.env,
      },
      log,
    );
    const began = performance.now();
    this.#children.set(process.name, child);
    this.onChange(this.pids);
    child.once('exit', (code, signal) => {
      if (this.#stopping || this.#children.get(process.name) !== child) return;
      // One that ran well for a minute begins with short waits again.
      const next = performance.now() - began > 60_000 ? 500 : Math.min(wait * 2, 15_000);
      say(
        `${process.name} ended (${signal ?? code}); starting it again in ${wait / 1000} s. Its last words:\n${lastLines(log, 3)}`,
      );
      void pause(wait).then(() => {
        if (!this.#stopping && this.#children.get(process.name) === child && hasEnded(child))
          this.#launch(process, next);
      });
    });
  }
}
