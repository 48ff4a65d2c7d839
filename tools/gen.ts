// `npm run gen`: everything that is derived from proto/ and the Prisma schemas. Does nothing when nothing changed.
import { generateContracts } from './codegen/contracts.ts';
import { generateDatabaseClients } from './codegen/database-clients.ts';
import { main } from './command.ts';

main(async () => {
  const contracts = await generateContracts();
  const clients = await generateDatabaseClients();
  const done = [...(contracts ? ['contracts'] : []), ...clients.map((app) => `database client of ${app}`)];
  console.log(done.length ? `generated: ${done.join(', ')}` : 'generated code is up to date');
});
