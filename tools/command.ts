import { spawn, type SpawnOptions } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './paths.ts';

/** A failure whose message is all the reader needs: printed without a stack. */
export class ToolError extends Error {}

/** Tools of this checkout come first, so that `node` is the pinned one whatever the machine has. */
export const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
  ...extra,
});

interface Finished {
  code: number;
  output: string;
}

interface Options {
  env?: Record<string, string>;
  cwd?: string;
  live?: boolean;
  user?: { uid?: number; gid?: number };
}

/** Runs a command to its end and keeps what it said; `live` also shows it while it runs. */
export function attempt(command: string, args: readonly string[], options: Options = {}): Promise<Finished> {
  const settings: SpawnOptions = {
    cwd: options.cwd ?? root,
    env: environment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, settings);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.live) process.stdout.write(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.live) process.stderr.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString() + (signal ? `\nended by ${signal}` : '');
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Like `attempt`, but anything other than success is an error showing what the command said. */
export async function run(...call: Parameters<typeof attempt>): Promise<string> {
  const [command, args, options] = call;
  const { code, output } = await attempt(...call);
  if (code === 0) return output;
  const said = options?.live ? '' : `\n${output.trim()}`;
  throw new ToolError(`${command} ${args.slice(0, 3).join(' ')} failed (${code})${said}`);
}

/** One line with the cure when a program that npm cannot bring is missing. */
export async function requireProgram(
  program: string,
  args: readonly string[],
  cure: string,
): Promise<string> {
  try {
    return (await attempt(program, args)).output;
  } catch {
    throw new ToolError(`${program} is missing: ${cure}`);
  }
}

/**
 * The entry of a tool: errors meant for people lose their stack, all others keep it. Ends the process even when
 * something such as a file watcher would keep it alive.
 */
export function main(body: () => Promise<unknown>): void {
  body().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error instanceof ToolError ? error.message : error);
      process.exit(1);
    },
  );
}
