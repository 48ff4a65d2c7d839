// `npm run bench-tickets [-- 10000 100000 1000000]`: how lists and searches of cases grow with their number (promise P6).
// Fills a database of its own, made by the migrations, on ANJU_TEST_PG or on a server it starts, and asks through the
// service's own queries as the application's role. ANJU_BENCH_SEED makes other cases.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openBench, type Bench } from './bench/bench-database.ts';
import { fillTickets } from './bench/fill-tickets.ts';
import { type Counted, counting, timed } from './bench/measure.ts';
import { anything, type Case, cases } from './bench/ticket-cases.ts';
import { main } from './command.ts';
import { folder, stateFolder } from './paths.ts';
import { say } from './progress.ts';

const rounds = 40;
const pageSize = 50;

const ms = (time: number) => time.toFixed(1);

async function measure(bench: Bench, one: Case) {
  const filter = { ...anything, ...one.filter };
  let token = '';
  const page = (counted?: Counted) =>
    bench.read(one.as ?? 'everywhere', (work, queries, sql) =>
      queries.tickets(
        counted ? { ...work, tx: counting(work.tx, sql, counted) } : work,
        filter,
        pageSize,
        token,
      ),
    );
  for (let turned = 0; turned < (one.turned ?? 0); turned++) token = (await page()).next || token;
  const timing = await timed(rounds, () => page());
  const counted = { statements: 0, buffers: 0 };
  const { tickets } = await page(counted);
  return { name: one.name, rows: tickets.length, ...timing, ...counted };
}

main(async () => {
  const sizes = process.argv.slice(2).map(Number);
  const seed = Number(process.env['ANJU_BENCH_SEED'] ?? 7);
  const bench = await openBench();
  const admin = new pg.Pool({ connectionString: bench.adminUrl, max: 3 });
  const results: object[] = [];
  let from = 0;
  try {
    for (const to of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
      say(`filling up to ${to} cases (seed ${seed})`);
      await fillTickets(admin, { tenantId: bench.tenantId, from, to }, seed);
      from = to;
      say('measuring');
      const measured = [];
      for (const one of cases) measured.push(await measure(bench, one));
      console.table(
        measured.map(({ best, median, p95, p99, ...rest }) => ({
          ...rest,
          best: ms(best),
          median: ms(median),
          p95: ms(p95),
          p99: ms(p99),
        })),
      );
      results.push({ tickets: to, seed, rounds, measured });
    }
    const file = join(folder(stateFolder), 'bench-tickets.json');
    writeFileSync(file, JSON.stringify(results, null, 2));
    say(`written to ${file}`);
  } finally {
    await admin.end();
    await bench.close();
  }
});
