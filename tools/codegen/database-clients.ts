import { existsSync } from 'node:fs';
import { run } from '../command.ts';
import { fingerprint, whenChanged } from '../fingerprint.ts';
import { apps, inRoot } from '../paths.ts';

const schemaOf = (app: string): string => inRoot('apps', app, 'prisma', 'schema.prisma');

/** `generate` never starts the schema engine but insists on downloading one; any file satisfies it. */
const offline = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};

export async function generateDatabaseClients(): Promise<string[]> {
  const version = inRoot('node_modules', 'prisma', 'package.json');
  const generated: string[] = [];
  for (const app of apps().filter((name) => existsSync(schemaOf(name)))) {
    const inputs = fingerprint(schemaOf(app), version, inRoot('prisma.config.ts'));
    const output = inRoot('apps', app, 'src', 'generated', 'prisma', 'client.ts');
    const done = await whenChanged(`prisma-${app}`, inputs, output, async () => {
      await run('prisma', ['generate'], { env: { ...offline, APP: app } });
    });
    if (done) generated.push(app);
  }
  return generated;
}
