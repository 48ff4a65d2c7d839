// `npm run bench-figures [-- 10000 100000 1000000]`: how long figures of a month and of a year take as cases grow.
// Fills a database of its own like bench-tickets and asks through the service's own reading as the application's role.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Bench, compiled, openBench } from './bench/bench-database.ts';
import { fillFigures } from './bench/fill-figures.ts';
import { fillTickets, idOf, kinds } from './bench/fill-tickets.ts';
import { type Counted, counting, timed } from './bench/measure.ts';
import { main } from './command.ts';
import { folder, stateFolder } from './paths.ts';
import { say } from './progress.ts';

type Reading = typeof import('../apps/ticketing/src/app/read-figures.ts');
type Directory = typeof import('../apps/ticketing/src/store/directory.projection.ts');
type Store = typeof import('../apps/ticketing/src/store/figures.store.ts');
type Asked = Parameters<InstanceType<Reading['ReadTicketFigures']>['run']>[1];

const rounds = 15;
const now = new Date('2026-11-20T08:00:00Z');
const back = (days: number) => ({ from: new Date(now.getTime() - days * 86_400_000), to: now });
const [month, year] = [back(30), back(365)];

const asked: readonly (Pick<Asked, 'period' | 'grouping'> & Partial<Asked> & { as?: 'one estate' })[] = [
  ...(['none', 'estate', 'category', 'staff', 'day'] as const).map((grouping) => ({
    period: month,
    grouping,
  })),
  ...(['none', 'estate', 'category', 'kind', 'staff', 'day', 'month'] as const).map((grouping) => ({
    ...{ period: year, grouping },
  })),
  { period: year, grouping: 'none', estateId: idOf(kinds.estate, 7) },
  { period: year, grouping: 'none', as: 'one estate' },
  { period: year, grouping: 'month', category: 'lift' },
];

const ms = (time: number) => time.toFixed(0);

async function measure(bench: Bench, reading: InstanceType<Reading['ReadTicketFigures']>) {
  const measured = [];
  for (const { as = 'everywhere', ...given } of asked) {
    const question = { estateId: '', category: '', kind: '', ...given };
    const ask = (counted?: Counted) =>
      bench.read(
        as,
        (work, _, sql) =>
          reading.run(counted ? { ...work, now, tx: counting(work.tx, sql, counted) } : work, question),
        now,
      );
    const timing = await timed(rounds, () => ask());
    const counted = { statements: 0, buffers: 0 };
    const { tallies } = await ask(counted);
    const name = [given.period === month ? 'month' : 'year', given.grouping, as === 'everywhere' ? '' : as];
    const filter = given.estateId ? 'estate' : (given.category ?? '');
    const { total, groups } = tallies;
    measured.push({
      ...{ name: [...name, filter].filter(Boolean).join(', '), groups: groups.size },
      ...{ recorded: total.count('recorded'), ...timing, ...counted },
    });
  }
  return measured;
}

main(async () => {
  const sizes = process.argv.slice(2).map(Number);
  const bench = await openBench();
  const admin = new pg.Pool({ connectionString: bench.adminUrl, max: 3 });
  const { ReadTicketFigures } = (await compiled('app/read-figures.js')) as Reading;
  const { DirectoryProjection } = (await compiled('store/directory.projection.js')) as Directory;
  const { FiguresStore } = (await compiled('store/figures.store.js')) as Store;
  const reading = new ReadTicketFigures(new DirectoryProjection(), new FiguresStore());
  const results: object[] = [];
  let from = 0;
  try {
    for (const to of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
      say(`filling up to ${to} cases`);
      await fillTickets(admin, { tenantId: bench.tenantId, from, to }, 7, false);
      await fillFigures(admin, bench.tenantId);
      from = to;
      say('measuring');
      const measured = await measure(bench, reading);
      console.table(
        measured.map(({ best, median, p95, p99: _, ...rest }) => ({
          ...rest,
          ...{ best: ms(best), median: ms(median), p95: ms(p95) },
        })),
      );
      results.push({ tickets: to, rounds, measured });
    }
    const file = join(folder(stateFolder), 'bench-figures.json');
    writeFileSync(file, JSON.stringify(results, null, 2));
    say(`written to ${file}`);
  } finally {
    await admin.end();
    await bench.close();
  }
});
