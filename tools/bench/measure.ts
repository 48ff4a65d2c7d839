import type { Prisma } from '../../apps/ticketing/src/generated/prisma/client.ts';

export interface Timing {
  /** What a machine that others use too makes of it when they are quiet. */
  best: number;
  median: number;
  p95: number;
  p99: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.min(sorted.length, Math.ceil(sorted.length * share)) - 1)] ?? 0;

/** Milliseconds of `rounds` runs, after some that only warm up. */
export async function timed(rounds: number, work: () => Promise<unknown>): Promise<Timing> {
  const times: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const begin = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - begin);
  }
  const sorted = times.sort((a, b) => a - b);
  return { best: at(sorted, 0), median: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99) };
}

interface Plan {
  'QUERY PLAN': readonly { Plan: Record<string, number>; Planning?: Record<string, number> }[];
}

type Query = (parts: TemplateStringsArray, ...values: unknown[]) => Promise<unknown>;

export interface Counted {
  statements: number;
  buffers: number;
}

/** The same transaction client, which explains every query beside running it and adds up the pages it touched. */
export function counting<Tx extends { $queryRaw: unknown }>(
  tx: Tx,
  sql: typeof Prisma.sql,
  counted: Counted,
): Tx {
  const ask = (tx.$queryRaw as Query).bind(tx);
  const explain: Query = async (parts, ...values) => {
    const query = sql(parts, ...values);
    const rows = (await ask`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`) as Plan[];
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan ?? {};
    counted.statements++;
    counted.buffers += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    return ask(parts, ...values);
  };
  return new Proxy(tx, {
    get: (target, name) => (name === '$queryRaw' ? explain : Reflect.get(target, name)),
  });
}
