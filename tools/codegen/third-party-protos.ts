import { copyFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requireProgram, run } from '../command.ts';
import { cache, folder, inRoot } from '../paths.ts';

/** Published protos that ours import; Buf reads this folder as a second module. */
export const thirdParty = join(cache, 'proto');

const google = [
  'api/annotations',
  'api/http',
  'api/field_behavior',
  'api/httpbody',
  'api/client',
  'api/launch_stage',
];
const validate = 'build.buf:protovalidate:1.3.0';
const mavenUnpack = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';

export const mavenCure = 'install Maven and Java 17 (Debian: apt-get install maven openjdk-17-jre-headless)';

async function fetchValidate(): Promise<void> {
  if (existsSync(join(thirdParty, 'buf', 'validate', 'validate.proto'))) return;
  await requireProgram('mvn', ['-v'], mavenCure);
  console.log(`  fetching ${validate} from Maven Central`);
  const options = [
    `-Dartifact=${validate}`,
    `-DoutputDirectory=${thirdParty}`,
    '-Dmdep.unpack.includes=buf/validate/*.proto',
  ];
  // Without a project Maven leaves its markers in the working folder.
  await run('mvn', ['-q', '-B', '-ntp', mavenUnpack, ...options], { cwd: folder(join(cache, 'maven')) });
}

export async function fetchThirdPartyProtos(): Promise<void> {
  for (const name of google) {
    const target = join(thirdParty, 'google', `${name}.proto`);
    folder(dirname(target));
    copyFileSync(inRoot('node_modules', 'google-proto-files', 'google', `${name}.proto`), target);
  }
  await fetchValidate();
}
