// Loads the demo company into the running stack, only through the public API. Running it again after a cut goes on
// where it stopped: every step has an idempotency key of its own.
import { main, ToolError } from '../command.ts';
import { stateFolder } from '../paths.ts';
import { inParallel, say } from '../progress.ts';
import { readState, type Secrets, secretsOf, writeState } from '../stack/state.ts';
import { type DemoTenant, setUp } from './set-up.ts';
import { endings, openEndings, stories } from './stories.ts';
import { type Case, tell } from './tell.ts';
import { companies } from './world.ts';

const day = 86_400_000;
const past = 45;

async function casesOf(tenant: DemoTenant): Promise<Case[]> {
  const admin = tenant.callers.get('admin');
  if (!admin) throw new Error('no administrator');
  const pages = await Promise.all(
    tenant.estateIds.map((estateId) => admin.directory.listUnits({ estateId, pageSize: 200 })),
  );
  const homes = pages.flatMap(({ units }) => units).filter(({ residents }) => residents.length > 0);
  const all = [
    ...Array.from({ length: past }, (_, index) => endings[index % endings.length] ?? 'happy'),
    ...openEndings,
  ];
  const noon = new Date(new Date().toISOString().slice(0, 11) + '01:30:00Z').getTime();
  return all.flatMap((ending, number): Case[] => {
    const home = homes[(number * 37) % homes.length];
    const story = stories[number % stories.length];
    if (!home || !story) return [];
    const daysAgo = number < past ? 92 - number * 1.8 : 3 - ((number - past) % 3);
    const at = new Date(noon - Math.floor(daysAgo) * day + (number % 7) * 3_600_000);
    const requesterId = number === past ? '' : (home.residents[0]?.personId ?? '');
    return [{ story, ending, number, at, estateId: home.estateId, unitId: home.id, requesterId }];
  });
}

async function loadCompany(url: string, secrets: Secrets, index: number): Promise<void> {
  const company = companies[index];
  if (!company) return;
  const tenant = await setUp(url, secrets, company);
  say(`${company.name}: people, estates and registers are in`);
  const cases = await casesOf(tenant);
  let done = 0;
  await inParallel(cases, 6, async (one) => {
    await tell(tenant, one, secrets.clockKey);
    done += 1;
    if (done % 10 === 0) say(`${company.name}: ${done} of ${cases.length} cases told`);
  });
}

main(async () => {
  const state = readState(stateFolder);
  if (!state.url) throw new ToolError('the stack is not running: start it with `npm start`');
  const secrets = secretsOf(stateFolder);
  for (const index of companies.keys()) await loadCompany(state.url, secrets, index);
  writeState(stateFolder, { ...readState(stateFolder), demo: { loadedAt: new Date().toISOString() } });
  say('the demo company is loaded');
});
