import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mavenCure } from '../codegen/third-party-protos.ts';
import { requireProgram, run, ToolError } from '../command.ts';
import { fingerprint } from '../fingerprint.ts';
import { cache, folder, inRoot } from '../paths.ts';
import { say } from '../progress.ts';

const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

async function requireJava(): Promise<void> {
  const cure =
    'install Java 17 or later (Debian: apt-get install openjdk-17-jre-headless), or set ANJU_KAFKA to running brokers';
  const output = await requireProgram('java', ['-version'], cure);
  const version = Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
  if (version < 17) throw new ToolError(`Java ${version} is too old for Kafka: ${cure}`);
}

/** Kafka's programs, fetched once from Maven Central; moved into place whole so that a broken fetch leaves nothing. */
export async function kafkaJars(): Promise<string> {
  await requireJava();
  const pom = inRoot('tools', 'stack', 'kafka-pom.xml');
  const jars = join(cache, `kafka-${fingerprint(pom).slice(0, 8)}`);
  if (existsSync(jars)) return join(jars, '*');
  await requireProgram('mvn', ['-v'], mavenCure);
  say('fetching Kafka 4.4 from Maven Central (43 MB, once)');
  const arriving = `${jars}.${process.pid}`;
  await run('mvn', ['-q', '-B', '-ntp', '-f', pom, copy, `-DoutputDirectory=${arriving}`], {
    cwd: folder(cache),
  });
  if (existsSync(jars)) rmSync(arriving, { recursive: true });
  else renameSync(arriving, jars);
  return join(jars, '*');
}
