import { ToolError } from './command.ts';

const began = performance.now();

export const elapsed = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`;

/** One line of what is being done, with the time since the tool began. */
export function say(text: string): void {
  console.log(`[${elapsed()}] ${text}`);
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks until the answer is yes; an error means "not yet", unless it says that there is no use in waiting. */
export async function until(
  what: string,
  ask: () => Promise<boolean>,
  limit: { seconds: number; every?: number } = { seconds: 60 },
): Promise<void> {
  const end = performance.now() + limit.seconds * 1000;
  const notYet = (error: unknown): false => {
    if (error instanceof ToolError) throw error;
    return false;
  };
  while (!(await ask().catch(notYet))) {
    if (performance.now() > end) throw new ToolError(`${what} was not ready after ${limit.seconds} s`);
    await pause(limit.every ?? 150);
  }
}

/** `work` on every item, at most `width` at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
